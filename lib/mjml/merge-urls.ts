import { type ContentProblem, lineAt } from "#lib/liquid/content-problem.ts";
import { URL_PART_FILTER } from "#lib/liquid/liquid-engine.ts";
import { type GuardedSource, type LiquidPiece, restoreLiquid } from "#lib/liquid/liquid-pieces.ts";
import { OWN_URLS } from "#lib/liquid/merge-fields.ts";

/** Attributes that hold an address, in MJML and in HTML. */
const URL_ATTRIBUTE =
  /\s([\w:-]*(?:href|src|srcset|url|action|poster|background))\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)/gi;

/** `url(…)` of CSS, where MJML puts background images. */
const CSS_URL = /\burl\(([^()]*)\)/gi;

/** What must stand before the first merge field of an address: a scheme and a whole host, or a scheme without hosts. */
const FIXED_START = /^\s*(?:https?:\/\/[^/?#\\\s]+[/?#]|(?:mailto|tel|sms):|#)/i;

const OWN_URL = new RegExp(`^\\{\\{-?\\s*(?:${OWN_URLS.join("|")})\\s*-?\\}\\}$`);

/** More would only be more of the same. */
const MOST_TOLD = 100;

/** Tags that choose between what is written, and print nothing themselves. */
const CHOOSING = /^\{%-?\s*(?:if|elsif|else|endif|unless|endunless|case|when|endcase)\b/;

/**
 * Addresses that would not lead where their author meant: a merge field that could change the scheme or the host (a contact's
 * data must not choose where a link goes), a script, an address without a scheme, none at all.
 */
export function checkUrls(guarded: GuardedSource): ContentProblem[] {
  const problems: ContentProblem[] = [];
  for (const found of guarded.text.matchAll(URL_ATTRIBUTE)) {
    const attribute = (found[1] ?? "").toLowerCase();
    const value = unquoted(found[2] ?? "");
    const fault = urlFault(value, guarded, attribute);
    if (!fault) continue;
    if (problems.length === MOST_TOLD) break;
    problems.push({
      ...fault,
      part: "mjml",
      line: guarded.originalLine(lineAt(guarded.text, found.index + 1)),
      values: { url: restoreLiquid(value, guarded).slice(0, 120), attribute },
    });
  }
  return problems;
}

/**
 * The guarded HTML with its Liquid put back, each value in an address percent-encoded, so that it stays one part of the path,
 * the query or the fragment. The recipient's own addresses stand whole.
 */
export function restoreWithSafeUrls(html: string, guarded: GuardedSource): string {
  const encode = (whole: string, value: string) => {
    const start = unquoted(value).trim();
    return whole.replace(value, () =>
      restoreLiquid(value, guarded, (piece) => {
        const standsFirst = start.startsWith(wordOf(piece, guarded));
        return standsFirst && OWN_URL.test(piece.source) ? piece.source : encodedPiece(piece);
      }),
    );
  };
  const safe = html
    .replace(URL_ATTRIBUTE, (whole, _attribute: string, value: string) => encode(whole, value))
    .replace(CSS_URL, (whole, value: string) => encode(whole, value));
  return restoreLiquid(safe, guarded);
}

type Fault = Pick<ContentProblem, "severity" | "message"> | null;

function urlFault(value: string, guarded: GuardedSource, attribute: string): Fault {
  const words = [...value.matchAll(guarded.word)];
  const first = words[0];
  if (/^\s*(?:javascript|vbscript)\s*:/i.test(value)) {
    return { severity: "error", message: "content.problems.scriptUrl" };
  }
  if (!first) return literalFault(value.trim(), attribute);
  const pieces = words.map((word) => guarded.pieces[Number(word[1])]).filter((piece) => piece !== undefined);
  const beginsWithOwnUrl =
    value.slice(0, first.index).trim() === "" && pieces[0] !== undefined && OWN_URL.test(pieces[0].source);
  if (!beginsWithOwnUrl && !FIXED_START.test(value.slice(0, first.index))) {
    return { severity: "error", message: "content.problems.openHost" };
  }
  return pieces.every((piece) => piece.kind === "output" || CHOOSING.test(piece.source))
    ? null
    : { severity: "error", message: "content.problems.tagInUrl" };
}

function literalFault(value: string, attribute: string): Fault {
  if (value === "" || value === "#") {
    return attribute === "href" ? { severity: "warning", message: "content.problems.emptyUrl" } : null;
  }
  if (/^(?:https?:\/\/|mailto:|tel:|sms:|cid:|#)/i.test(value)) return null;
  return { severity: "warning", message: "content.problems.relativeUrl" };
}

function encodedPiece(piece: LiquidPiece): string {
  return piece.kind === "output"
    ? piece.source.replace(/\s*(-?\}\})$/, ` | ${URL_PART_FILTER} $1`)
    : piece.source;
}

function wordOf(piece: LiquidPiece, guarded: GuardedSource): string {
  return guarded.word.source.replace("(\\d+)", String(guarded.pieces.indexOf(piece)));
}

function unquoted(value: string): string {
  return /^["']/.test(value) ? value.slice(1, -1) : value;
}
