/** Longest reply that is read, in characters. RFC 5321 section 4.5.3.1.5 allows 512 a line; some servers write a page. */
const longestReply = 65_536;

/**
 * Puts the replies of an SMTP server together from whatever packets they come in (RFC 5321 section 4.2): a reply ends with
 * the first line whose code is not followed by a hyphen. A line feed alone ends a line too, as some servers write it.
 *
 * @param onReply gets each whole reply, lines joined by a line feed; a line that is no reply line is handed over as it is
 * @param onEndless is told of a reply that passes all bounds: nothing after it can be understood
 * @returns a function to feed with what came
 */
export function openReplyReader(
  onReply: (reply: string) => void,
  onEndless: () => void,
): (chunk: Buffer) => void {
  let rest = "";
  let lines = "";
  return (chunk) => {
    // Latin-1 keeps every byte apart, so that a letter cut in two by a packet is whole again at the end.
    rest += chunk.toString("latin1");
    let start = 0;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", start)) {
      const line = rest.slice(start, rest[end - 1] === "\r" && end > start ? end - 1 : end);
      start = end + 1;
      lines = lines === "" ? line : `${lines}\n${line}`;
      if (lines.length > longestReply) return onEndless();
      if (/^\d{3}-/.test(line)) continue;
      const reply = lines;
      lines = "";
      onReply(asText(reply));
    }
    rest = rest.slice(start);
    if (rest.length > longestReply) onEndless();
  };
}

function asText(bytes: string): string {
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, "latin1").toString("utf8") : bytes;
}
