import { type ContentProblem, lineAt } from "#lib/liquid/content-problem.ts";
import type { GuardedSource } from "#lib/liquid/liquid-pieces.ts";

type Rule = { pattern: RegExp; message: ContentProblem["message"] };

/** What mail programs remove or readers miss. */
const RULES: Rule[] = [
  { pattern: /<script\b/gi, message: "content.problems.script" },
  { pattern: /<[a-z][^<>]*?\son[a-z]+\s*=/gi, message: "content.problems.eventHandler" },
  { pattern: /<(?:iframe|object|embed|video|audio|form)\b/gi, message: "content.problems.removedElement" },
  { pattern: /<(?:mj-image|img)\b(?![^<>]*\salt\s*=)[^<>]*>/gi, message: "content.problems.noAlt" },
];

/** Of one kind; more would only be more of the same. */
const MOST_TOLD = 20;

/** Warnings about a source that compiles and yet would not be shown as its author means. */
export function checkHygiene(guarded: GuardedSource): ContentProblem[] {
  return RULES.flatMap(({ pattern, message }) =>
    [...guarded.text.matchAll(pattern)].slice(0, MOST_TOLD).map((found) => ({
      severity: "warning" as const,
      part: "mjml" as const,
      line: guarded.originalLine(lineAt(guarded.text, found.index)),
      message,
      values: {},
    })),
  );
}
