import { analyzeSync, type Template, type Variable } from "liquidjs";
import type { ContentPart, ContentProblem } from "./content-problem.ts";
import { type LiquidKind, parseLiquid } from "./liquid-engine.ts";
import { checkLoops } from "./liquid-loops.ts";
import { liquidProblem } from "./liquid-problem.ts";

/** Addresses of one recipient's own pages. Each is a whole address, so it may stand alone in a link. */
export const OWN_URLS = ["unsubscribe_url", "preferences_url"] as const;

const CONTACT_KEYS = ["email", "first_name", "last_name", "id"];
const CAMPAIGN_KEYS = ["name", "subject"];

/** Every merge field that can be written, given the keys of the workspace's attributes. */
export function mergeFieldPaths(attributeKeys: string[]): string[] {
  return [
    ...new Set([...CONTACT_KEYS, ...attributeKeys].map((key) => `contact.${key}`)),
    ...OWN_URLS,
    ...CAMPAIGN_KEYS.map((key) => `campaign.${key}`),
  ];
}

/**
 * What is wrong with a text's Liquid: faults of the language, merge fields that no contact has, loops too long to send. Each
 * with its line and, for a field, the known one that comes nearest.
 */
export function checkMergeFields(
  text: string,
  attributeKeys: string[],
  part: ContentPart,
  kind: LiquidKind,
): ContentProblem[] {
  let templates: Template[];
  try {
    templates = parseLiquid(text, kind);
  } catch (error) {
    return [liquidProblem(error, part)];
  }
  const paths = mergeFieldPaths(attributeKeys);
  const { globals } = analyzeSync(templates, { partials: false });
  const unknown = Object.values(globals)
    .flat()
    .filter((variable) => !isKnown(variable, paths))
    .map((variable) => unknownField(variable, paths, part));
  return [...unknown, ...checkLoops(templates, part)];
}

function isKnown(variable: Variable, paths: string[]): boolean {
  const [root, key] = variable.segments;
  return paths.includes(key === undefined ? String(root) : `${root}.${key}`) || paths.includes(String(root));
}

function unknownField(variable: Variable, paths: string[], part: ContentPart): ContentProblem {
  const field = variable.segments.map(String).join(".");
  const suggestion = field === "contact" ? null : nearestPath(field, paths);
  return {
    severity: "error",
    part,
    line: variable.location.row,
    message: suggestion ? "content.problems.unknownFieldNear" : "content.problems.unknownField",
    values: { field, ...(suggestion ? { suggestion } : {}) },
  };
}

/** The known path that is the same but for its room, its case or a few letters. */
function nearestPath(field: string, paths: string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");
  const asked = plain(field);
  const last = plain(field.split(".").at(-1) ?? "");
  const ranked = paths
    .map((path) => {
      const key = plain(path.split(".").at(-1) ?? "");
      return { path, distance: Math.min(editDistance(asked, plain(path)), editDistance(last, key)) };
    })
    .toSorted((a, b) => a.distance - b.distance);
  const nearest = ranked[0];
  return nearest && nearest.distance <= Math.max(1, Math.floor(last.length / 3)) ? nearest.path : null;
}

/** Levenshtein's distance, by rows. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
