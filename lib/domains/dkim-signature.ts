/** A header by lower-case name: values as they stand after the colon, in the order of the message. */
export type Fields = Map<string, string[]>;

/**
 * Covered where they stand in the message. RFC 8058 section 4 wants both List-Unsubscribe fields in here, Google's feedback
 * loop Feedback-ID; the usual signers leave them out.
 */
const covered = [
  "From",
  "Reply-To",
  "To",
  "Subject",
  "Date",
  "Message-ID",
  "MIME-Version",
  "Content-Type",
  "List-Unsubscribe",
  "List-Unsubscribe-Post",
  "List-Id",
  "Feedback-ID",
];

/** Covered once more than they stand in the message, so that a second one, which a reader might show, breaks the signature. */
const oversigned = new Set(["From", "Reply-To", "To", "Subject", "Date"]);
/** The same where there is one. Where there is none, a service on the way may add its own: a test mail has none. */
const oversignedIfPresent = new Set(["List-Unsubscribe", "List-Unsubscribe-Post"]);

/** @param head a header without the empty line after it, in latin1 */
export function parseHead(head: string): Fields {
  const fields: Fields = new Map();
  for (const line of head.split(/\r\n(?![ \t])/)) {
    const colon = line.indexOf(":");
    const key = line.slice(0, colon).trimEnd().toLowerCase();
    const values = fields.get(key);
    if (values) values.push(line.slice(colon + 1));
    else fields.set(key, [line.slice(colon + 1)]);
  }
  return fields;
}

const coveredFields = covered.map((shown) => ({
  shown,
  key: shown.toLowerCase(),
  isOversigned: oversigned.has(shown),
  isOversignedIfPresent: oversignedIfPresent.has(shown),
}));

/**
 * What `h=` lists, in order, and the fields that the signature covers, in relaxed form: the last of a name first (RFC 6376
 * section 5.4.2). A name listed once more than it stands in the message is signed as absent: nobody can add one.
 */
export function signedFields(fields: Fields): { names: string[]; relaxedFields: string } {
  const names: string[] = [];
  let relaxedFields = "";
  for (const { shown, key, isOversigned, isOversignedIfPresent } of coveredFields) {
    const values = fields.get(key) ?? [];
    for (let index = values.length - 1; index >= 0; index--) {
      names.push(shown);
      relaxedFields += `${key}:${relaxed(values[index] ?? "")}\r\n`;
    }
    if (isOversigned || (isOversignedIfPresent && values.length > 0)) names.push(shown);
  }
  return { names, relaxedFields };
}

/** A field's value in relaxed form (RFC 6376 section 3.4.2). */
export function relaxed(value: string): string {
  return value.replace(/[ \t\r\n]+/g, " ").trim();
}

const lineEnd = Buffer.from("\r\n");

/** The body in simple form (RFC 6376 section 3.4.3): empty lines at its end do not count, one line end always does. */
export function simpleBody(body: Buffer): Buffer {
  let end = body.length;
  while (end >= 4 && body.toString("latin1", end - 4, end) === "\r\n\r\n") end -= 2;
  const cut = body.subarray(0, end);
  return cut.subarray(-2).equals(lineEnd) ? cut : Buffer.concat([cut, lineEnd]);
}

/** Names with colons between, on lines of their own where they would pass 76 characters. */
export function foldNames(names: string[]): string {
  let text = "";
  let column = 3;
  for (const [index, name] of names.entries()) {
    if (index > 0) {
      text += ":";
      column += 1;
      if (column + name.length > 75) {
        text += "\r\n ";
        column = 1;
      }
    }
    text += name;
    column += name.length;
  }
  return text;
}

export function foldBase64(text: string): string {
  return (text.match(/.{1,72}/g) ?? []).join("\r\n ");
}
