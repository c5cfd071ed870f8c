/**
 * One row of a CSV that people open in a spreadsheet. A cell that a spreadsheet would run as a formula gets an apostrophe in
 * front (OWASP "CSV Injection"); plain numbers such as -12.5 and +62 812 are left alone.
 *
 * @returns the row with CR LF at its end (RFC 4180)
 */
export function csvRow(
  cells: readonly (string | number | boolean | null | undefined)[],
  delimiter = ",",
): string {
  return `${cells.map((cell) => csvCell(cell === null || cell === undefined ? "" : String(cell), delimiter)).join(delimiter)}\r\n`;
}

/** Put before the first row so that spreadsheets read UTF-8. */
export const byteOrderMark = "\uFEFF";

function csvCell(text: string, delimiter: string): string {
  const harmless = isFormula(text) ? `'${text}` : text;
  // A cell that begins or ends with a space is quoted too: some readers trim.
  const quoted = harmless.includes(delimiter) || /["\r\n;,\t]|^\s|\s$/.test(harmless);
  return quoted ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** `=`, `+`, `-`, `@`, TAB, CR and LF at the front, also their full-width forms, which spreadsheets normalise. */
function isFormula(text: string): boolean {
  return /^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-][\d\s().,-]*$/.test(text);
}
