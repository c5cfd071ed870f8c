/** The parts of a mail in which something can be wrong. */
export type ContentPart = "mjml" | "text" | "subject" | "preheader";

/** An error forbids saving; a warning is told and allowed. */
export type ProblemSeverity = "error" | "warning";

/** One thing wrong with what is said: where, and as a message key with its values under `content.problems`. */
export type ContentProblem = {
  severity: ProblemSeverity;
  part: ContentPart;
  /** Counted from 1 in the part's own source; null where the fault has no place. */
  line: number | null;
  message: `content.problems.${string}`;
  values: Record<string, string | number>;
};

/** The line, counted from 1, on which an offset of a text lies. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** Errors first, then in reading order. */
export function inReadingOrder(problems: ContentProblem[]): ContentProblem[] {
  return problems.toSorted(
    (a, b) =>
      Number(a.severity === "warning") - Number(b.severity === "warning") || (a.line ?? 0) - (b.line ?? 0),
  );
}
