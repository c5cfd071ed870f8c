import type {
  Completion,
  CompletionContext,
  CompletionResult,
  CompletionSource,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { LIQUID_FILTERS } from "./mjml-vocabulary.ts";

/** A merge field to offer: what is written, and what it means. */
export type OfferedField = { path: string; label: string };

/** Completes merge fields after `{{` and `{%`, and filters after `|`. */
export function liquidCompletion(fields: () => OfferedField[]): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const found = openLiquid(context);
    if (!found) return null;
    const { inside, isOutput } = found;
    const typed = /[\w.]*$/.exec(inside)?.[0] ?? "";
    const from = context.pos - typed.length;
    if (/\|\s*$/.test(inside.slice(0, inside.length - typed.length))) {
      return { from, options: Object.entries(LIQUID_FILTERS).map(filterCompletion), validFor: /^\w*$/ };
    }
    if (!isOutput && typed === "" && !context.explicit) return null;
    return {
      from,
      options: fields().map((field) => fieldCompletion(field, isOutput && inside.trim() === typed)),
      validFor: /^[\w.]*$/,
    };
  };
}

/** Any other completion, but not inside Liquid, which an HTML parser takes for attributes. */
export function outsideLiquid(source: CompletionSource): CompletionSource {
  return (context) => (openLiquid(context) ? null : source(context));
}

/** What stands between the cursor and the `{{` or `{%` that is open there. */
function openLiquid({ state, pos }: CompletionContext): { inside: string; isOutput: boolean } | null {
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const opening = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  const inside = before.slice(opening + 2);
  return opening === -1 || /[}%]\}/.test(inside) ? null : { inside, isOutput: before[opening + 1] === "{" };
}

/** The text that puts a merge field into a source, with a word for contacts that have no value where one is wanted. */
export function fieldSource(path: string): string {
  return `{{ ${path} }}`;
}

function filterCompletion([label, apply]: [string, string]): Completion {
  return { label, apply, type: "function" };
}

function fieldCompletion({ path, label }: OfferedField, closes: boolean): Completion {
  return {
    label: path,
    detail: label,
    type: "variable",
    ...(closes ? { apply: closeOutput } : {}),
  };
}

/** Writes the path with a space on both sides and the braces that are still missing. */
function closeOutput(view: EditorView, { label }: Completion, from: number, to: number): void {
  const { doc } = view.state;
  const lead = doc.sliceString(from - 1, from) === "{" ? " " : "";
  const behind = doc.sliceString(to, to + 3);
  const tail = /^\s?\}\}/.test(behind) ? (behind.startsWith("}") ? " " : "") : " }}";
  const insert = `${lead}${label}${tail}`;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
}
