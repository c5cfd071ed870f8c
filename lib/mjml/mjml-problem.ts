import type { ContentProblem } from "#lib/liquid/content-problem.ts";

/** A fault as MJML's validator words it. */
export type MjmlFault = { line: number; message: string; tagName: string };

type Rule = { pattern: RegExp; message: ContentProblem["message"]; values: string[] };

/** MJML's own sentences, with an example each, and the message that says it in the reader's language. */
const RULES: Rule[] = [
  // Element mj-colum doesn't exist or is not registered
  { pattern: /^Element (\S+) doesn't exist/, message: "content.problems.unknownElement", values: ["tag"] },
  // Attribute foo is illegal · Attributes foo, bar are illegal
  {
    pattern: /^Attributes? (.+) (?:is|are) illegal$/,
    message: "content.problems.unknownAttribute",
    values: ["attributes"],
  },
  // Attribute color has invalid value: blu for type Color
  {
    pattern: /^Attribute (\S+) has invalid value: ([\s\S]*?) for type /,
    message: "content.problems.invalidAttribute",
    values: ["attribute", "value"],
  },
  // mj-text cannot be used inside mj-section, only inside: mj-column, mj-hero
  {
    pattern: /^(\S+) cannot be used inside (\S+), only inside: (.*)$/,
    message: "content.problems.wrongPlace",
    values: ["tag", "parent", "allowed"],
  },
];

/** Says a fault of MJML as one of ours; one that no rule knows keeps MJML's words. */
export function mjmlProblem(fault: MjmlFault): ContentProblem {
  const place = { severity: "error", part: "mjml", line: fault.line } as const;
  for (const { pattern, message, values } of RULES) {
    const found = pattern.exec(fault.message);
    if (!found) continue;
    const named = Object.fromEntries(values.map((name, index) => [name, found[index + 1] ?? ""]));
    return { ...place, message, values: { tag: fault.tagName, ...named } };
  }
  return {
    ...place,
    message: "content.problems.mjml",
    values: { tag: fault.tagName, detail: fault.message },
  };
}
