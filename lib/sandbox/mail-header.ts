/** The header block of a raw message, as text and without the folding (RFC 5322 section 2.2.3). */
export function headerBlock(raw: Buffer): string {
  const end = raw.indexOf("\r\n\r\n");
  return raw
    .toString("utf8", 0, end === -1 ? Math.min(raw.length, 65_536) : Math.min(end, 65_536))
    .replace(/\r\n(?=[ \t])/g, "");
}

/** The first header of that name, decoded, or "". */
export function headerValue(block: string, name: string): string {
  const prefix = `${name.toLowerCase()}:`;
  const line = block.split("\r\n").find((each) => each.toLowerCase().startsWith(prefix));
  return line === undefined ? "" : decodeWords(line.slice(prefix.length).trim());
}

/** Decodes encoded words (RFC 2047); white space between two of them is not part of the text. */
function decodeWords(text: string): string {
  return text
    .replace(/(\?=)\s+(?==\?)/g, "$1")
    .replace(
      /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi,
      (word, charset: string, encoding: string, data: string) => {
        const bytes = /b/i.test(encoding) ? Buffer.from(data, "base64") : quotedBytes(data);
        try {
          return new TextDecoder(charset).decode(bytes);
        } catch {
          return word;
        }
      },
    );
}

function quotedBytes(data: string): Buffer {
  const latin = data
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, "latin1");
}
