import { Tokenizer, TokenKind, type TopLevelToken } from "liquidjs";

/** One run of Liquid in a source: `{{ … }}`, `{% … %}`, or a whole raw or comment block. */
export type LiquidPiece = {
  source: string;
  kind: "output" | "tag";
  /** The line, counted from 1, on which it begins. */
  line: number;
};

/** A source whose Liquid is replaced by words without meaning to MJML, HTML and CSS. */
export type GuardedSource = {
  text: string;
  pieces: LiquidPiece[];
  /** Matches the words; its first group is the index of the piece. */
  word: RegExp;
  /** The line of the original on which a line of the guarded text begins. */
  originalLine: (guardedLine: number) => number;
};

/**
 * Replaces each piece of Liquid by a word of letters and digits, so that quotes, `<` and `>` in it disturb neither MJML nor
 * an HTML parser: `href="https://a.example/?n={{ x | default: "a" }}"` is one attribute again.
 *
 * @throws TokenizationError of liquidjs if a `{{` or `{%` is never closed.
 */
export function guardLiquid(source: string): GuardedSource {
  const prefix = unusedPrefix(source);
  const pieces: LiquidPiece[] = [];
  const shifts: { guardedLine: number; by: number }[] = [];
  let text = "";
  let line = 1;
  let guardedLine = 1;
  for (const { begin, end, kind } of runs(source)) {
    const run = source.slice(begin, end);
    const newlines = run.split("\n").length - 1;
    if (kind === "html") {
      text += run;
      guardedLine += newlines;
    } else {
      text += `${prefix}${pieces.length}x`;
      pieces.push({ source: run, kind, line });
      if (newlines > 0) shifts.push({ guardedLine, by: newlines });
    }
    line += newlines;
  }
  return {
    text,
    pieces,
    word: new RegExp(`${prefix}(\\d+)x`, "g"),
    originalLine: (asked) =>
      shifts.reduce((sum, shift) => (shift.guardedLine < asked ? sum + shift.by : sum), asked),
  };
}

/** Puts the pieces back where their words stand. */
export function restoreLiquid(
  text: string,
  guarded: Pick<GuardedSource, "pieces" | "word">,
  change: (piece: LiquidPiece) => string = (piece) => piece.source,
): string {
  return text.replace(guarded.word, (word, index: string) => {
    const piece = guarded.pieces[Number(index)];
    return piece ? change(piece) : word;
  });
}

type Run = { begin: number; end: number; kind: "html" | LiquidPiece["kind"] };

/** The source cut into HTML and Liquid; from a raw or comment tag to its end is one piece. */
function* runs(source: string): Generator<Run> {
  let block: { begin: number; endName: string } | null = null;
  for (const token of new Tokenizer(source).readTopLevelTokens()) {
    const name = tagName(token);
    if (block) {
      if (name !== block.endName) continue;
      yield { begin: block.begin, end: token.end, kind: "tag" };
      block = null;
    } else if (name === "raw" || name === "comment") {
      block = { begin: token.begin, endName: `end${name}` };
    } else {
      yield {
        begin: token.begin,
        end: token.end,
        kind: name === null ? (token.kind === TokenKind.Output ? "output" : "html") : "tag",
      };
    }
  }
  if (block) yield { begin: block.begin, end: source.length, kind: "tag" };
}

function tagName(token: TopLevelToken): string | null {
  return token.kind === TokenKind.Tag && "name" in token ? String(token.name) : null;
}

function unusedPrefix(source: string): string {
  let prefix = "liquidpiece";
  while (source.toLowerCase().includes(prefix)) prefix += "q";
  return prefix;
}
