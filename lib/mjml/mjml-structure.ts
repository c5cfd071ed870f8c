import { type ContentProblem, lineAt } from "#lib/liquid/content-problem.ts";
import type { GuardedSource } from "#lib/liquid/liquid-pieces.ts";

/** Elements whose content MJML passes through unread. */
const PASSED_THROUGH = new Set([
  "mj-accordion-text",
  "mj-accordion-title",
  "mj-button",
  "mj-navbar-link",
  "mj-preview",
  "mj-raw",
  "mj-social-element",
  "mj-style",
  "mj-table",
  "mj-text",
  "mj-title",
]);

/** Elements in which MJML drops text, and which may hold an mj-raw that keeps it. */
const HOLDS_RAW = new Set([
  "mj-accordion",
  "mj-accordion-element",
  "mj-body",
  "mj-column",
  "mj-group",
  "mj-head",
  "mj-hero",
  "mj-navbar",
  "mj-section",
  "mj-social",
  "mj-wrapper",
]);

/**
 * Reads the tree of MJML elements of a guarded source. Gives the source with Liquid between elements wrapped in mj-raw, so
 * that `{% if %}` around a section works as it is written, and what MJML itself lets pass without a word: elements never
 * closed or closed in the wrong order, and mj-include, which would read files.
 */
export function readStructure(guarded: GuardedSource): { text: string; problems: ContentProblem[] } {
  const { text } = guarded;
  const problems: ContentProblem[] = [];
  const open: { name: string; at: number }[] = [];
  const report = (message: ContentProblem["message"], at: number, values: Record<string, string>) => {
    const line = guarded.originalLine(lineAt(text, at));
    problems.push({ severity: "error", part: "mjml", line, message, values });
  };
  let result = "";
  let copied = 0;
  let at = 0;
  const wrapUntil = (end: number) => {
    const between = text.slice(copied, end);
    const inside = open.at(-1)?.name;
    result +=
      inside && HOLDS_RAW.has(inside) ? between.replace(guarded.word, "<mj-raw>$&</mj-raw>") : between;
    copied = end;
  };
  const copyUntil = (end: number) => {
    result += text.slice(copied, end);
    copied = end;
  };

  for (let begin = text.indexOf("<"); begin !== -1; begin = text.indexOf("<", at)) {
    at = begin + 1;
    if (text.startsWith("<!--", begin)) {
      const end = text.indexOf("-->", begin);
      wrapUntil(begin);
      at = end === -1 ? text.length : end + 3;
      copyUntil(at);
      continue;
    }
    TAG.lastIndex = begin;
    const tag = TAG.exec(text);
    if (!tag) continue;
    const name = (tag[2] ?? "").toLowerCase();
    const end = tagEnd(text, TAG.lastIndex);
    if (end === -1) {
      report("content.problems.tagNotClosed", begin, { tag: name });
      break;
    }
    wrapUntil(begin);
    copyUntil(end);
    at = end;
    if (name === "mj-include") {
      report("content.problems.include", begin, {});
    } else if (tag[1]) {
      closeElement(name, begin);
    } else if (text[end - 2] !== "/") {
      open.push({ name, at: begin });
      if (PASSED_THROUGH.has(name)) skipContent(name, begin);
    }
  }
  result += text.slice(copied);
  for (const element of open) report("content.problems.elementNotClosed", element.at, { tag: element.name });
  return { text: result, problems };

  function closeElement(name: string, begin: number): void {
    const index = open.findLastIndex((element) => element.name === name);
    if (index === -1) {
      report("content.problems.elementNotOpened", begin, { tag: name });
      return;
    }
    for (const element of open.splice(index).slice(1)) {
      report("content.problems.elementNotClosed", element.at, { tag: element.name });
    }
  }

  function skipContent(name: string, begin: number): void {
    const close = text.slice(at).search(new RegExp(`</${name}[\\s>]`, "i"));
    if (close === -1) {
      report("content.problems.elementNotClosed", begin, { tag: name });
      open.pop();
      at = text.length;
    } else {
      const inside = /<(mj-[a-z-]+)[\s/>]/i.exec(text.slice(at, at + close));
      if (inside) {
        report("content.problems.elementInText", at + inside.index, { tag: inside[1] ?? "", parent: name });
      }
      at += close;
    }
    copyUntil(at);
  }
}

const TAG = /<(\/?)(mjml|mj-[a-z-]*)(?=[\s/>])/iy;

/** The offset behind the `>` that ends a tag, quotes respected; -1 if there is none. */
function tagEnd(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (quote) {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === ">") {
      return at + 1;
    }
  }
  return -1;
}
