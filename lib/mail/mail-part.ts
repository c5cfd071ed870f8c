import { type ParsedTemplate, parseTemplate } from "#lib/liquid/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/liquid/render-template.ts";
import { cutIntoSlots, type SlottedTemplate } from "#lib/liquid/template-slots.ts";
import { takeMailBuffer } from "./mail-buffers.ts";
import { encodeQuotedPrintable, encodeQuotedPrintablePiece } from "./quoted-printable.ts";

/** What one recipient's mail is filled with: merge fields, and the addresses that are theirs. */
export type MailScope = MergeScope & { kurir: { open: string; link: string[] } };

/**
 * A text or HTML part of a campaign's mails. Where its Liquid only prints values, everything between them is encoded once per
 * campaign and only the values are per recipient; with tags (`{% if %}`) the whole is rendered and encoded each time.
 */
export type MailPart =
  | { kind: "whole"; template: ParsedTemplate }
  | { kind: "slots"; encoded: MailPiece[]; slots: SlottedTemplate["slots"] };

/** Text on its way into a mail: one character, one byte (Latin-1). What is the same for everybody and long is bytes already. */
export type MailPiece = string | Buffer;

/** Shorter than that, joining texts is cheaper than one more copy. */
const leastBytes = 256;

/** @throws LiquidError where the Liquid is at fault; what passed the checks of a campaign has none */
export function compilePart(source: string, kind: "html" | "text"): MailPart {
  const cut = cutIntoSlots(source, kind);
  if (cut === null) return { kind: "whole", template: parseTemplate(source, kind) };
  return {
    kind: "slots",
    encoded: cut.texts.map((text) => asPiece(encodeQuotedPrintablePiece(text))),
    slots: cut.slots,
  };
}

/** Bytes, if it is worth it. */
function asPiece(text: string): MailPiece {
  return text.length < leastBytes ? text : Buffer.from(text, "latin1");
}

/** Adds the part for one recipient, quoted-printable. */
export function addPart(pieces: MailPiece[], part: MailPart, scope: MailScope): void {
  if (part.kind === "whole") {
    pieces.push(encodeQuotedPrintable(renderTemplate(part.template, scope)));
    return;
  }
  const { encoded, slots } = part;
  pieces.push(encoded[0] ?? "");
  for (let index = 0; index < slots.length; index++) {
    pieces.push(encodeQuotedPrintablePiece(slots[index]?.(scope) ?? ""), encoded[index + 1] ?? "");
  }
}

/** All pieces as one run of bytes; texts side by side are written in one go. The memory may be given back after use. */
export function joinPieces(pieces: MailPiece[]): Buffer {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const bytes = takeMailBuffer(length);
  let at = 0;
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    at += bytes.write(text, at, "latin1");
    text = "";
    bytes.set(piece, at);
    at += piece.length;
  }
  bytes.write(text, at, "latin1");
  return bytes;
}
