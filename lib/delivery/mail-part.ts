import { guardLiquid } from "#lib/content/liquid-pieces.ts";
import { type ParsedTemplate, parseTemplate } from "#lib/content/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/content/render-template.ts";
import { encodeQuotedPrintable, encodeQuotedPrintablePiece } from "./quoted-printable.ts";

/** What one recipient's mail is filled with: merge fields, and the addresses that are theirs. */
export type MailScope = MergeScope & { kurir: { open: string; link: string[] } };

/**
 * A text or HTML part of a campaign's mails. Where its Liquid only prints values, everything between them is encoded once per
 * campaign and only the values are per recipient; with tags (`{% if %}`) the whole is rendered and encoded each time.
 */
export type MailPart = {
  whole: ParsedTemplate;
  /** Null: only the whole can be rendered. */
  pieces: { encoded: string[]; values: ParsedTemplate | null } | null;
};

/** Between the values of one recipient, which are rendered in one go. A value that holds it is told by its count. */
const separator = "\u0001\u0002\u0001";

/** @throws LiquidError where the Liquid is at fault; what passed the checks of a campaign has none */
export function compilePart(source: string, kind: "html" | "text"): MailPart {
  const whole = parseTemplate(source, kind);
  const { text, pieces, word } = guardLiquid(source);
  // `{{-` takes white space off its neighbours, so they would not be the same for all.
  const onlyValues = pieces.every((piece) => piece.kind === "output" && !/^\{\{-|-\}\}$/.test(piece.source));
  if (!onlyValues) return { whole, pieces: null };
  const between = text.split(new RegExp(word.source.replace(/\(.*\)/, "\\d+")));
  if (between.length !== pieces.length + 1) return { whole, pieces: null };
  const values = pieces.map((piece) => piece.source).join(separator);
  return {
    whole,
    pieces: {
      encoded: between.map(encodeQuotedPrintablePiece),
      values: pieces.length > 0 ? parseTemplate(values, kind) : null,
    },
  };
}

/** The part for one recipient, quoted-printable. */
export function renderPart({ whole, pieces }: MailPart, scope: MailScope): string {
  if (pieces === null) return encodeQuotedPrintable(renderTemplate(whole, scope));
  const { encoded, values } = pieces;
  if (values === null) return encoded[0] ?? "";
  const rendered = renderTemplate(values, scope).split(separator);
  if (rendered.length !== encoded.length - 1) return encodeQuotedPrintable(renderTemplate(whole, scope));
  let part = encoded[0] ?? "";
  for (let index = 0; index < rendered.length; index++) {
    part += encodeQuotedPrintablePiece(rendered[index] ?? "") + (encoded[index + 1] ?? "");
  }
  return part;
}
