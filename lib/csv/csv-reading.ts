import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import type { CsvDelimiter, CsvEncoding } from "./csv-dialect.ts";

/** `line` is where the row begins in the file; the first line is 1. */
type CsvRow = { line: number; cells: string[] };
/** What is broken, and in which line: a key under `contacts.fileProblem`. */
export type CsvProblem = { key: "nulByte" | "quoteNeverClosed"; line: number };
export type CsvPart = { ok: true; rows: CsvRow[]; bytesRead: number } | { ok: false; problem: CsvProblem };

/** A row that grows past this is a quote that is never closed; without a limit it would fill the memory. */
const longestRowBytes = 1_048_576;

/**
 * Reads a CSV file piece by piece (RFC 4180, any of the three line ends, blank and empty rows left out, a quote inside an
 * unquoted cell taken as it stands). One piece is in memory at a time, whatever the file's size. The last part tells the
 * problem when the file is broken: a NUL byte, a quote never closed.
 */
export async function* readCsv(
  path: string,
  { encoding, delimiter }: { encoding: CsvEncoding; delimiter: CsvDelimiter },
): AsyncGenerator<CsvPart> {
  let rows: CsvRow[] = [];
  let lastLine = 0;
  // csv-parse counts CR LF inside a quoted cell as two lines.
  let linesCountedTwice = 0;
  const parser = parse({
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: longestRowBytes,
    on_record: (cells: string[], { lines }) => {
      let lineEnds = 0;
      for (const cell of cells) {
        if (!cell.includes("\n") && !cell.includes("\r")) continue;
        const pairs = cell.split("\r\n").length - 1;
        lineEnds += cell.split(/\r\n|\n|\r/).length - 1;
        linesCountedTwice += pairs;
      }
      lastLine = lines - linesCountedTwice;
      rows.push({ line: lastLine - lineEnds, cells });
      return null;
    },
  });
  const fault = new Promise<unknown>((resolve) => parser.once("error", resolve));
  const push = (piece: Uint8Array | string | null) =>
    Promise.race([
      new Promise<null>((resolve) => {
        if (piece === null) parser.end(() => resolve(null));
        else parser.write(piece, () => resolve(null));
      }).then(() => (parser.errored ? fault : null)),
      fault,
    ]);
  parser.resume();

  const file = createReadStream(path, { highWaterMark: 65_536 });
  const decoder = encoding === "utf-8" ? undefined : new TextDecoder(encoding);
  let bytesRead = 0;
  for await (const bytes of file as AsyncIterable<Buffer>) {
    const piece = decoder ? decoder.decode(bytes, { stream: true }) : bytes;
    const nul = typeof piece === "string" ? piece.indexOf("\0") : piece.indexOf(0);
    const error = await push(nul < 0 ? piece : piece.slice(0, nul));
    if (error) return yield { ok: false, problem: quoteProblem(error, lastLine) };
    if (nul >= 0)
      return yield { ok: false, problem: { key: "nulByte", line: await lineOfFirstNul(path, encoding) } };
    bytesRead += bytes.length;
    const part = rows;
    rows = [];
    yield { ok: true, rows: part, bytesRead };
  }
  const error = await push(null);
  if (error) return yield { ok: false, problem: quoteProblem(error, lastLine) };
  yield { ok: true, rows, bytesRead };
}

/** Reads the file once more; only a file that is refused anyway pays for it. */
async function lineOfFirstNul(path: string, encoding: CsvEncoding): Promise<number> {
  const decoder = new TextDecoder(encoding);
  let newlines = 0;
  let returns = 0;
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    const text = decoder.decode(bytes, { stream: true });
    const nul = text.indexOf("\0");
    const before = nul < 0 ? text : text.slice(0, nul);
    newlines += before.split("\n").length - 1;
    returns += before.split("\r").length - 1;
    if (nul >= 0) break;
  }
  // Old Macintosh files end their lines with CR alone.
  return (newlines > 0 ? newlines : returns) + 1;
}

/** The row that never ends begins after the last one that did. */
function quoteProblem(error: unknown, lastLine: number): CsvProblem {
  const code = (error as { code?: string }).code;
  if (code === "CSV_QUOTE_NOT_CLOSED" || code === "CSV_MAX_RECORD_SIZE")
    return { key: "quoteNeverClosed", line: lastLine + 1 };
  throw error;
}
