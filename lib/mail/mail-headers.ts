import { headerText } from "#lib/liquid/header-text.ts";

/**
 * Header fields of a mail (RFC 5322 section 2.2), in which nothing that a person typed can begin another field: line breaks
 * and other control characters become a space before anything else is looked at, and everything that is not printable ASCII
 * is written as encoded words (RFC 2047).
 */

/** Longest line that a folded field has, where it can be folded at all; 998 must never be passed. */
const foldAt = 76;
/** RFC 2047 section 2: an encoded word has at most 75 characters; `=?UTF-8?B??=` takes 12, base64 gives 3 bytes for 4. */
const bytesOfWord = Math.floor((75 - 12) / 4) * 3;

/** A field of free text, such as Subject. */
export function textField(name: string, value: string): string {
  const text = headerText(value);
  return fold(name, needsEncoding(text) ? encodedWords(text) : text.split(" "));
}

/** A field that holds one mailbox, such as From: `Ayu "Kurir" <ayu@example.com>`. */
export function mailboxField(name: string, displayName: string, address: string): string {
  const label = headerText(displayName);
  const angle = `<${plainAddress(address)}>`;
  if (label === "") return fold(name, [plainAddress(address)]);
  if (needsEncoding(label)) return fold(name, [...encodedWords(label), angle]);
  // RFC 5322 section 3.2.3: only these may stand without quotes.
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(label)) return fold(name, [...label.split(" "), angle]);
  return fold(name, [...`"${label.replace(/(["\\])/g, "\\$1")}"`.split(" "), angle]);
}

/** A field whose value is ours (identifiers, addresses in brackets, tokens): not folded, refused if it is not plain. */
export function exactField(name: string, value: string): string {
  if (!/^[\x20-\x7e]+$/.test(value))
    throw new Error(`header ${name} holds something that cannot stand there`);
  const line = `${name}: ${value}`;
  if (line.length > 998) throw new Error(`header ${name} is longer than a line may be`);
  return `${line}\r\n`;
}

let lastDate = { second: Number.NaN, field: "" };

/** Date in the form of RFC 5322 section 3.3, in UTC: `Sat, 21 Nov 2026 14:30:00 +0000`. Thousands a second are the same. */
export function dateField(at: Date): string {
  const second = Math.floor(at.getTime() / 1_000);
  if (second !== lastDate.second)
    lastDate = { second, field: `Date: ${at.toUTCString().replace("GMT", "+0000")}\r\n` };
  return lastDate.field;
}

/**
 * Whether an address may stand in a field and in an envelope as it is: printable ASCII without anything that could end it.
 * A domain of other letters is written as its A-label before; a local part of other letters would need SMTPUTF8 (RFC 6531).
 */
export function isMailable(address: string): boolean {
  return address.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+$/.test(address);
}

function plainAddress(address: string): string {
  if (!isMailable(address)) throw new Error("not an address that can stand in a mail");
  return address;
}

/** Printable ASCII stands as itself, unless a reader would take it for an encoded word or no line could hold it. */
function needsEncoding(text: string): boolean {
  return (
    /[^\x20-\x7e]/.test(text) ||
    text.includes("=?") ||
    text.split(" ").some((word) => word.length > foldAt - 10)
  );
}

function encodedWords(text: string): string[] {
  const words: string[] = [];
  let bytes = 0;
  let word = "";
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (bytes + size > bytesOfWord) {
      words.push(word);
      word = "";
      bytes = 0;
    }
    word += character;
    bytes += size;
  }
  words.push(word);
  return words.map((each) => `=?UTF-8?B?${Buffer.from(each).toString("base64")}?=`);
}

function fold(name: string, words: string[]): string {
  let field = `${name}:`;
  let column = field.length;
  for (const [index, word] of words.entries()) {
    if (index > 0 && column + 1 + word.length > foldAt) {
      field += "\r\n";
      column = 0;
    }
    field += ` ${word}`;
    column += 1 + word.length;
  }
  return `${field}\r\n`;
}
