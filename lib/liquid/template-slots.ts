import { escapeHtml, type LiquidKind } from "./liquid-engine.ts";
import { guardLiquid } from "./liquid-pieces.ts";
import { parseTemplate } from "./parse-template.ts";
import { type MergeScope, renderTemplate } from "./render-template.ts";

export type SlotScope = MergeScope & Record<string, unknown>;

/** A text cut at the values that it prints: the texts between them are the same for everybody. One text more than slots. */
export type SlottedTemplate = { texts: string[]; slots: ((scope: SlotScope) => string)[] };

/**
 * Cuts a text where its Liquid only prints values, so that all else can be prepared once for all recipients.
 *
 * @returns null where Liquid decides about more than a value (`{% if %}`, white space control): render the whole then
 * @throws LiquidError; what passed the checks of a campaign has none
 */
export function cutIntoSlots(source: string, kind: Exclude<LiquidKind, "header">): SlottedTemplate | null {
  const { text, pieces, word } = guardLiquid(source);
  // `{{-` takes white space off its neighbours, so they would not be the same for all.
  if (!pieces.every((piece) => piece.kind === "output" && !/^\{\{-|-\}\}$/.test(piece.source))) return null;
  const texts = text.split(new RegExp(word.source.replace(/\(.*\)/, "\\d+")));
  if (texts.length !== pieces.length + 1) return null;
  return { texts, slots: pieces.map((piece) => slotOf(piece.source, kind)) };
}

/** The text for one recipient. */
export function printSlots({ texts, slots }: SlottedTemplate, scope: SlotScope): string {
  let printed = texts[0] ?? "";
  for (let index = 0; index < slots.length; index++)
    printed += (slots[index]?.(scope) ?? "") + (texts[index + 1] ?? "");
  return printed;
}

/** A merge field, with or without a default in quotes: what nearly every value in nearly every mail is. */
const mergeField =
  /^\{\{\s*((?:contact|campaign)\.\w+|kurir\.open|kurir\.link\[\d+\]|unsubscribe_url|preferences_url)\s*(?:\|\s*default:\s*(?:"([^"{}\\]*)"|'([^'{}\\]*)')\s*)?\}\}$/;
/** Liquid counts and picks by these names. */
const liquidProperties = new Set(["size", "first", "last"]);

/** Merge fields through Liquid were 60 % of what composing a mail costs; everything else goes to Liquid, which decides what is right. */
function slotOf(source: string, kind: "html" | "text"): (scope: SlotScope) => string {
  const whole = parseTemplate(source, kind);
  const [, path = "", double, single] = mergeField.exec(source) ?? [];
  const [root, ...keys] = path.match(/\w+/g) ?? [];
  if (root === undefined || keys.some((key) => liquidProperties.has(key)))
    return (scope) => renderTemplate(whole, scope);
  const instead = double ?? single;
  const print = kind === "html" ? escapeHtml : String;
  return (scope) => {
    let value: unknown = scope[root];
    for (const key of keys) {
      const isObject = typeof value === "object" && value !== null;
      value = isObject && Object.hasOwn(value as object, key) ? Reflect.get(value as object, key) : undefined;
    }
    if (value === undefined || value === null || (instead !== undefined && (value === "" || value === false)))
      return print(instead ?? "");
    return typeof value === "object" ? renderTemplate(whole, scope) : print(value);
  };
}
