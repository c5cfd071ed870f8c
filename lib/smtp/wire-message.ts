/**
 * A message as it goes over the wire, without the final dot: every line that begins with a dot gets another (RFC 5321 section
 * 4.5.2), and it ends with CRLF. Campaign mails have no such line, as their texts are encoded, so for them this is two
 * searches and no copy.
 *
 * What has a dot after a line feed or carriage return that stands alone is rewritten with CRLF throughout: some servers take
 * those for line ends, and a message must not be able to end itself early and speak as a client (SMTP smuggling).
 */
export function wireMessage(raw: Buffer): Buffer {
  const hasDot = raw[0] === dot || raw.includes("\n.") || raw.includes("\r.");
  const isEnded =
    raw.length >= 2 && raw[raw.length - 2] === carriageReturn && raw[raw.length - 1] === lineFeed;
  if (!hasDot && isEnded) return raw;
  const lines = raw.toString("latin1").split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return Buffer.from(
    lines.map((line) => (line.startsWith(".") ? `.${line}\r\n` : `${line}\r\n`)).join(""),
    "latin1",
  );
}

const dot = 0x2e;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;
