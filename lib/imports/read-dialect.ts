import {
  type CsvDelimiter,
  decodeSample,
  detectDelimiter,
  detectEncoding,
  looksLikeHeader,
} from "#lib/csv/csv-dialect.ts";
import { readCsv } from "#lib/csv/csv-reading.ts";
import { type StoredDialect, sampleCellLength, sampleRows } from "./import.ts";
import type { FileProblem } from "./import-problem.ts";
import { type StoredUpload, uploadPath } from "./upload-files.ts";

/** Finds out how an uploaded file is written, and reads its first rows. */
export async function readDialect(
  importId: string,
  { sample, utf8Throughout }: StoredUpload,
): Promise<{ ok: true; dialect: StoredDialect } | { ok: false; problem: FileProblem }> {
  const encoding = detectEncoding(sample, utf8Throughout);
  return await readWith(importId, encoding, detectDelimiter(decodeSample(sample, encoding)));
}

async function readWith(importId: string, encoding: StoredDialect["encoding"], delimiter: CsvDelimiter) {
  const rows: string[][] = [];
  for await (const part of readCsv(uploadPath(importId), { encoding, delimiter })) {
    if (!part.ok) return { ok: false, problem: part.problem } as const;
    rows.push(...part.rows.slice(0, sampleRows - rows.length).map(({ cells }) => cells));
    if (rows.length >= sampleRows) break;
  }
  const [first] = rows;
  if (!first) return { ok: false, problem: { key: "empty" } } as const;
  const hasHeader = looksLikeHeader(first);
  const sample = rows.map((cells) => cells.map((cell) => cell.slice(0, sampleCellLength)));
  return { ok: true, dialect: { encoding, delimiter, hasHeader, columns: first.length, sample } } as const;
}
