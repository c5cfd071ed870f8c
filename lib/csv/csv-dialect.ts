import { isUtf8 } from "node:buffer";

export const csvEncodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type CsvEncoding = (typeof csvEncodings)[number];
export const csvDelimiters = [",", ";", "\t"] as const;
export type CsvDelimiter = (typeof csvDelimiters)[number];

/** Why bytes are no CSV at all: a key under `contacts.fileProblem`. */
export type NotCsv = "empty" | "workbook" | "compressed" | "pdf" | "notText";

/** How much of a file's beginning decides its encoding, delimiter and header. */
export const sampleBytes = 65_536;

/** First bytes of what people upload by mistake. */
const signatures: readonly { bytes: readonly number[]; problem: NotCsv }[] = [
  // ZIP, which .xlsx, .ods and .numbers are.
  { bytes: [0x50, 0x4b, 0x03, 0x04], problem: "workbook" },
  // Compound file, which .xls is.
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], problem: "workbook" },
  { bytes: [0x1f, 0x8b], problem: "compressed" },
  { bytes: [0x25, 0x50, 0x44, 0x46], problem: "pdf" },
];

/** Says whether a file's first bytes can be text at all. */
export function refuseNotCsv(sample: Uint8Array): NotCsv | null {
  for (const { bytes, problem } of signatures)
    if (bytes.every((byte, index) => sample[index] === byte)) return problem;
  const text = decodeSample(sample, detectEncoding(sample, true));
  if (text.trim() === "") return "empty";
  // NUL is told later with its line; a file that is full of control characters is a program, a picture, a database.
  const controls = text.match(/(?![\t\n\v\f\r])[\p{Cc}\uFFFD]/gu)?.length ?? 0;
  return controls > 8 && controls > text.length / 100 ? "notText" : null;
}

/**
 * Finds a file's encoding. A byte order mark decides; else NULs on one side of every pair mean UTF-16; else it is UTF-8 if
 * the *whole* file is valid UTF-8, and Windows-1252 if not (of which every byte sequence is one, so it comes last).
 *
 * @param sample the first bytes, at most `sampleBytes`
 * @param utf8Throughout whether the bytes after the sample are valid UTF-8 too
 */
export function detectEncoding(sample: Uint8Array, utf8Throughout: boolean): CsvEncoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const pairs = Math.floor(sample.length / 2);
  let evenNuls = 0;
  let oddNuls = 0;
  for (let index = 0; index < pairs * 2; index += 2) {
    if (sample[index] === 0) evenNuls++;
    if (sample[index + 1] === 0) oddNuls++;
  }
  // Addresses are ASCII, so more than a third of a UTF-16 file's units have a zero half, and hardly any the other one.
  if (oddNuls > pairs / 3 && evenNuls < pairs / 50) return "utf-16le";
  if (evenNuls > pairs / 3 && oddNuls < pairs / 50) return "utf-16be";
  return utf8Throughout && isUtf8(withoutCutCharacter(sample)) ? "utf-8" : "windows-1252";
}

/** The sample as text, without a byte order mark and without a character that the sample's end cuts. */
export function decodeSample(sample: Uint8Array, encoding: CsvEncoding): string {
  return new TextDecoder(encoding).decode(encoding === "utf-8" ? withoutCutCharacter(sample) : sample, {
    stream: true,
  });
}

/**
 * Finds the delimiter: the one that cuts the most rows into the same number of cells, and more than one. A file with one
 * column has none, then it is the comma.
 */
export function detectDelimiter(text: string): CsvDelimiter {
  let best: { delimiter: CsvDelimiter; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of csvDelimiters) {
    const counts = cellCounts(text, delimiter);
    const usual = mostFrequent(counts);
    if (usual < 2) continue;
    const agreeing = counts.filter((count) => count === usual).length / counts.length;
    // Agreement first; among equals the more cells the better: "a,b;c" in every row is cut by both.
    const score = agreeing + Math.min(usual, 100) / 1_000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Whether the first row names the columns: no cell of it is an address. */
export function looksLikeHeader(firstRow: readonly string[]): boolean {
  return !firstRow.some((cell) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell.trim()));
}

/** How many cells each row has; quoted cells may hold delimiters and line ends. A last row that is cut is left out. */
function cellCounts(text: string, delimiter: CsvDelimiter): number[] {
  const counts: number[] = [];
  let cells = 1;
  let quoted = false;
  let cellStart = true;
  let rowEmpty = true;
  for (const character of text) {
    if (quoted) {
      if (character === '"') quoted = false;
      continue;
    }
    if (character === "\n" || character === "\r") {
      if (!rowEmpty) counts.push(cells);
      cells = 1;
      cellStart = true;
      rowEmpty = true;
      continue;
    }
    rowEmpty = false;
    if (character === delimiter) {
      cells++;
      cellStart = true;
    } else {
      // A doubled quote inside a quoted cell closes and opens it again, which counts the same.
      if (character === '"') quoted = cellStart || quoted;
      cellStart = character === '"' ? cellStart : false;
    }
  }
  if (counts.length === 0 && !rowEmpty) counts.push(cells);
  return counts;
}

function mostFrequent(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  return [...frequency].sort(([a, aTimes], [b, bTimes]) => bTimes - aTimes || b - a)[0]?.[0] ?? 0;
}

/** A UTF-8 character has at most four bytes, so the last three may belong to one that goes on. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  return sample.subarray(0, sample.length - incompleteUtf8Tail(sample));
}

/** How many bytes at the end begin a UTF-8 character whose rest is not there (0 to 3). */
export function incompleteUtf8Tail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}
