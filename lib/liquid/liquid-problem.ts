import { LiquidError } from "liquidjs";
import type { ContentPart, ContentProblem } from "./content-problem.ts";

type Rule = { pattern: RegExp; message: ContentProblem["message"]; values: string[] };

/** liquidjs's own sentences, with an example each. */
const RULES: Rule[] = [
  // tag "include" not found
  { pattern: /^tag "([^"]*)" not found/, message: "content.problems.unknownTag", values: ["tag"] },
  // undefined filter: shout
  { pattern: /^undefined filter: (.*)/, message: "content.problems.unknownFilter", values: ["filter"] },
  // output "{{ contact.first_name" not closed · tag "{% if" not closed · tag {% if contact.vip %} not closed
  {
    pattern: /^(?:output|tag) ([\s\S]*?) not closed/,
    message: "content.problems.liquidNotClosed",
    values: ["source"],
  },
  // memory alloc limit exceeded · template render limit exceeded · parse length limit exceeded
  { pattern: /limit exceeded/, message: "content.problems.endless", values: [] },
];

/** Says a fault of liquidjs as one of ours, at its line; an error that is none of its faults is thrown on. */
export function liquidProblem(error: unknown, part: ContentPart): ContentProblem {
  if (!(error instanceof Error) || !LiquidError.is(error)) throw error;
  const detail = (error.originalError?.message ?? error.message).replace(/, line:\d+, col:\d+$/, "");
  const line = error.token.getPosition()[0] ?? null;
  const place = { severity: "error", part, line } as const;
  for (const { pattern, message, values } of RULES) {
    const found = pattern.exec(detail);
    if (!found) continue;
    return {
      ...place,
      message,
      values: Object.fromEntries(values.map((name, index) => [name, unquoted(found[index + 1] ?? "")])),
    };
  }
  return { ...place, message: "content.problems.liquid", values: { detail } };
}

/** What liquidjs quotes, up to where the line or the Liquid in it surely ends. */
function unquoted(text: string): string {
  return text
    .replace(/^"([\s\S]*)"$/, "$1")
    .replace(/(?:\\n|<|\n)[\s\S]*$/, "")
    .trim()
    .slice(0, 80);
}
