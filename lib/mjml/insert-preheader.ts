import { escapeHtml } from "#lib/liquid/liquid-engine.ts";
import { guardLiquid, restoreLiquid } from "#lib/liquid/liquid-pieces.ts";

/** Spaces of no width behind the preheader, so that an inbox does not fill its line with the first words of the mail. */
const PADDING = "&#847;&zwnj;&nbsp;".repeat(60);

/**
 * Puts the preheader as hidden text at the top of compiled HTML, with its Liquid. An empty one changes nothing.
 *
 * @param preheader Plain text with Liquid.
 */
export function insertPreheader(html: string, preheader: string): string {
  if (preheader.trim() === "") return html;
  const guarded = guardLiquid(preheader);
  const text = restoreLiquid(escapeHtml(guarded.text), guarded);
  const hidden = `<div style="${HIDDEN}">${text}${PADDING}</div>`;
  const body = /<body\b[^>]*>/i.exec(html);
  if (!body) return hidden + html;
  const at = body.index + body[0].length;
  return html.slice(0, at) + hidden + html.slice(at);
}

const HIDDEN =
  "display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all;";
