import type { EmailProblem } from "#lib/addresses/email-address.ts";
import type { ValueProblem } from "#lib/contacts/attribute.ts";
import type { NotCsv } from "#lib/csv/csv-dialect.ts";
import type { CsvProblem } from "#lib/csv/csv-reading.ts";
import type { MappingProblem } from "./csv-mapping.ts";

/** Why a file cannot be read on: a key under `contacts.fileProblem`, with the line to look at where there is one. */
export type FileProblem = {
  key: NotCsv | CsvProblem["key"] | "tooLarge" | "uploadBroken" | "fileGone" | "unexpected" | MappingProblem;
  /** 1 is the file's first line. */
  line?: number;
  /** For `tooLarge`. */
  megabytes?: number;
};

/** Why one row was not taken: a key under `contacts.rowProblem`. */
type RowProblemKey =
  | `email.${EmailProblem}`
  | ValueProblem
  | "columnCount"
  | "nameTooLong"
  /** A later row of the file has the same address; that one counts. */
  | "repeated";

/** As it stands in `import_rejections.error`: the key, and the number of the column at fault where there is one (from 0). */
export type RowProblem = RowProblemKey | `${RowProblemKey}:${number}`;

export function parseRowProblem(stored: string): { key: string; column: number | null } {
  const [key = "", column] = stored.split(":");
  return { key, column: column === undefined ? null : Number(column) };
}
