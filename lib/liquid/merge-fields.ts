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

/**
 * The known path that is the same but for its room, its case or a few letters. Within a room that exists, another room's field
 * is meant only if it has just that name.
 */
function nearestPath(field: string, paths: string[]): string | null {
  const asked = apart(field);
  const hasRoom = paths.some((path) => path.startsWith(`${field.split(".")[0]}.`));
  const ranked = paths
    .map((path) => {
      const known = apart(path);
      const distance = editDistance(asked.key, known.key);
      const isElsewhere = hasRoom && asked.room !== known.room && distance > 0;
      return { path, distance: isElsewhere ? Number.POSITIVE_INFINITY : distance };
    })
    .toSorted((a, b) => a.distance - b.distance);
  const nearest = ranked[0];
  const tolerated = Math.max(1, Math.floor(asked.key.length / 3));
  return nearest && nearest.distance <= tolerated ? nearest.path : null;
}

function apart(path: string): { room: string; key: string } {
  const plain = path.toLowerCase().replace(/[^a-z0-9.]/g, "");
  const dot = plain.lastIndexOf(".");
  return { room: plain.slice(0, Math.max(0, dot)), key: plain.slice(dot + 1) };
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
