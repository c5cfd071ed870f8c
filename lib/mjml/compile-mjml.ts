import { LiquidError } from "liquidjs";
import { HTML_BYTES, MJML_SOURCE_BYTES } from "#lib/liquid/content-limits.ts";
import { type ContentProblem, inReadingOrder } from "#lib/liquid/content-problem.ts";
import { type GuardedSource, guardLiquid } from "#lib/liquid/liquid-pieces.ts";
import { liquidProblem } from "#lib/liquid/liquid-problem.ts";
import { checkHygiene } from "./mail-hygiene.ts";
import { checkUrls, restoreWithSafeUrls } from "./merge-urls.ts";
import { runMjml } from "./mjml-compiler.ts";
import { mjmlProblem } from "./mjml-problem.ts";
import { readStructure } from "./mjml-structure.ts";

export type CompiledMjml = {
  /** With Liquid still inside; empty if nothing could be compiled. */
  html: string;
  /** What forbids sending it, with the lines of the source. */
  errors: ContentProblem[];
  warnings: ContentProblem[];
  /** Of the HTML in UTF-8, as it counts against Gmail's 102,400. */
  sizeBytes: number;
};

/**
 * Compiles MJML to HTML that still holds its Liquid. Liquid is guarded while MJML reads the source, so it survives wherever it
 * stands; what MJML would drop is an error at its line. mj-include is refused, nothing is read or fetched, and a source too
 * large or too slow is told as an error. HTML comes back with errors too, where MJML could make any, for the preview.
 */
export async function compileMjml(source: string): Promise<CompiledMjml> {
  if (Buffer.byteLength(source) > MJML_SOURCE_BYTES) {
    return failed([problem("content.problems.sourceTooLarge", { limit: MJML_SOURCE_BYTES })]);
  }
  let guarded: GuardedSource;
  try {
    guarded = guardLiquid(source);
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    return failed([liquidProblem(error, "mjml")]);
  }
  const { text, problems } = readStructure(guarded);
  const known = [...problems, ...checkUrls(guarded), ...checkHygiene(guarded)];
  const result = await runMjml(text);
  if (result.kind === "stopped") return failed([...known, problem("content.problems.tooSlow")]);
  if (result.kind === "failed") {
    return failed(
      known.length > 0 ? known : [problem("content.problems.notMjml", { detail: result.detail })],
    );
  }
  const faults = result.faults.map((fault) =>
    mjmlProblem({
      ...fault,
      line: guarded.originalLine(fault.line),
      message: fault.message.replace(
        guarded.word,
        (_, index: string) => guarded.pieces[Number(index)]?.source ?? "",
      ),
    }),
  );
  const html = restoreWithSafeUrls(result.html, guarded);
  const sizeBytes = Buffer.byteLength(html);
  // With a fault in the structure, what is lost is lost because of it.
  const lost = problems.length + faults.length > 0 ? [] : lostLiquid(result.html, guarded);
  const all = inReadingOrder([
    ...known,
    ...faults,
    ...lost,
    ...(sizeBytes > HTML_BYTES ? [problem("content.problems.htmlTooLarge", { limit: HTML_BYTES })] : []),
  ]);
  return {
    html,
    errors: all.filter(({ severity }) => severity === "error"),
    warnings: all.filter(({ severity }) => severity === "warning"),
    sizeBytes,
  };
}

/** Liquid that stood where MJML reads nothing, and so is in no mail. */
function lostLiquid(html: string, guarded: GuardedSource): ContentProblem[] {
  const kept = new Set([...html.matchAll(guarded.word)].map((found) => Number(found[1])));
  return guarded.pieces.flatMap((piece, index) =>
    kept.has(index) || /^\{%-?\s*(?:comment|#)/.test(piece.source)
      ? []
      : [
          {
            ...problem("content.problems.lostLiquid", { source: piece.source.slice(0, 80) }),
            line: piece.line,
          },
        ],
  );
}

function problem(message: ContentProblem["message"], values: ContentProblem["values"] = {}): ContentProblem {
  return { severity: "error", part: "mjml", line: null, message, values };
}

function failed(problems: ContentProblem[]): CompiledMjml {
  return {
    html: "",
    errors: problems.filter(({ severity }) => severity === "error"),
    warnings: problems.filter(({ severity }) => severity === "warning"),
    sizeBytes: 0,
  };
}
