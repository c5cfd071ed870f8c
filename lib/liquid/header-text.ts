/**
 * Makes a text safe to stand in a mail header: line breaks and control characters become spaces (a CR or LF would begin a
 * header of its own, RFC 5322 section 2.2), what turns the direction of text around is removed, runs of spaces become one.
 */
export function headerText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/ {2,}/g, " ")
    .trim();
}
