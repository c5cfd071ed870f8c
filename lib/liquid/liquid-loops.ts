import { ForTag, type Template, toValueSync } from "liquidjs";
import type { ContentPart, ContentProblem } from "./content-problem.ts";

/** How often all loops of a template may turn, nested ones multiplied. */
const LOOP_TURNS = 1_000;

/** What a loop over words split from a value counts as; a merge field holds no list of its own. */
const TURNS_OF_WORDS = 20;

/** `(1..5)`, `(1..contact.children)` */
const RANGE = /\(\s*([^()]*?)\s*\.\.\s*([^()]*?)\s*\)/;

/**
 * Loops that could turn too often are told when a template is saved, whether or not a trial would run into them: a range must
 * have both its ends written as numbers, and all loops together may turn LOOP_TURNS times.
 */
export function checkLoops(templates: Template[], part: ContentPart): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const report = (message: ContentProblem["message"], template: Template, values: Record<string, number>) => {
    const line = template.token.getPosition()[0] ?? null;
    problems.push({ severity: "error", part, line, message, values });
  };

  const turnsOf = (list: Template[]): number => list.reduce((sum, template) => sum + turnsOfOne(template), 0);
  const turnsOfOne = (template: Template): number => {
    const inside = turnsOf(childrenOf(template));
    const source = template.token.getText();
    const isCode = source.startsWith("{{") || source.startsWith("{%");
    const range = isCode ? RANGE.exec(source) : null;
    const length = range ? rangeLength(range[1] ?? "", range[2] ?? "") : null;
    if (range && length === null) {
      report("content.problems.openRange", template, {});
      return inside;
    }
    if (!(template instanceof ForTag)) {
      if (length !== null && length > LOOP_TURNS)
        report("content.problems.endless", template, { limit: LOOP_TURNS });
      return inside;
    }
    const turns = (length ?? TURNS_OF_WORDS) * Math.max(1, inside);
    if (turns <= LOOP_TURNS) return turns;
    // Counted as harmless from here on, so that the loops around it are not told again.
    if (inside <= LOOP_TURNS) report("content.problems.endless", template, { limit: LOOP_TURNS });
    return 0;
  };
  turnsOf(templates);
  return problems;
}

function rangeLength(first: string, last: string): number | null {
  const [low, high] = [first, last].map((end) => (/^-?\d+$/.test(end) ? Number(end) : null));
  return low === null || high === null || low === undefined || high === undefined
    ? null
    : Math.max(0, high - low + 1);
}

function childrenOf(template: Template): Template[] {
  return template.children ? toValueSync<Template[]>(template.children(false, true)) : [];
}
