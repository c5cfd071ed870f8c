import { type ParsedTemplate, parseTemplate } from "#lib/content/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/content/render-template.ts";
import { cutIntoSlots, type SlottedTemplate } from "#lib/content/template-slots.ts";
import { encodeQuotedPrintable, encodeQuotedPrintablePiece } from "./quoted-printable.ts";

/** What one recipient's mail is filled with: merge fields, and the addresses that are theirs. */
export type MailScope = MergeScope & { kurir: { open: string; link: string[] } };

/**
 * A text or HTML part of a campaign's mails. Where its Liquid only prints values, everything between them is encoded once per
 * campaign and only the values are per recipient; with tags (`{% if %}`) the whole is rendered and encoded each time.
 */
export type MailPart =
  | { kind: "whole"; template: ParsedTemplate }
  | { kind: "slots"; encoded: string[]; slots: SlottedTemplate["slots"] };

/** @throws LiquidError where the Liquid is at fault; what passed the checks of a campaign has none */
export function compilePart(source: string, kind: "html" | "text"): MailPart {
  const cut = cutIntoSlots(source, kind);
  if (cut === null) return { kind: "whole", template: parseTemplate(source, kind) };
  return { kind: "slots", encoded: cut.texts.map(encodeQuotedPrintablePiece), slots: cut.slots };
}

/** The part for one recipient, quoted-printable. */
export function renderPart(part: MailPart, scope: MailScope): string {
  if (part.kind === "whole") return encodeQuotedPrintable(renderTemplate(part.template, scope));
  const { encoded, slots } = part;
  let rendered = encoded[0] ?? "";
  for (let index = 0; index < slots.length; index++) {
    rendered += encodeQuotedPrintablePiece(slots[index]?.(scope) ?? "") + (encoded[index + 1] ?? "");
  }
  return rendered;
}
