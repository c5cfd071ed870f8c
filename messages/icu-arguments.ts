/**
 * The arguments of an ICU message, with their kind: "{count, plural, one {# file} other {# files}} of {name}" has
 * "count plural" and "name". Two languages of one message must have the same, or one of them shows a hole.
 *
 * Tags count too ("<b>"). Quoted parts are skipped: '{' is text (ICU MessageFormat, "Quoting/Escaping").
 */
export const icuArguments = (message: string): string[] => {
  const text = message.replace(/''/g, "").replace(/'[{}<>][^']*'?/g, "");
  const found = new Set([...text.matchAll(/<(\w+)>/g)].map(([, tag]) => `<${tag}>`));
  collect(text, found);
  return [...found].sort();
};

const collect = (text: string, found: Set<string>): void => {
  for (const inside of topLevelBraces(text)) {
    const [, name, kind, rest] = /^\s*(\w+)\s*(?:,\s*(\w+)\s*(?:,([\s\S]*))?)?$/.exec(inside) ?? [];
    if (!name) throw new Error(`Not an ICU argument: {${inside}}`);
    found.add(kind ? `${name} ${kind}` : name);
    if (kind === "plural" || kind === "select" || kind === "selectordinal") {
      for (const branch of topLevelBraces(rest ?? "")) collect(branch, found);
    }
  }
};

const topLevelBraces = (text: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, letter] of [...text].entries()) {
    if (letter === "{" && depth++ === 0) start = index + 1;
    if (letter === "}" && --depth === 0) parts.push([...text].slice(start, index).join(""));
    if (depth < 0) break;
  }
  if (depth !== 0) throw new Error(`Braces do not match: ${text}`);
  return parts;
};
