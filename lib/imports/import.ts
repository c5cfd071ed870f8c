import { z } from "zod";
import { csvDelimiters, csvEncodings } from "#lib/csv/csv-dialect.ts";
import { columnTargetSchema } from "./csv-mapping.ts";

export type ImportState = "uploading" | "uploaded" | "running" | "finished" | "failed" | "cancelled";

/** The first rows that are kept for the mapping step, their header among them, and how long a cell of them may be. */
export const sampleRows = 50;
export const sampleCellLength = 200;

/** As it stands in `imports.dialect`: what was found out about the file, and its first rows. */
export const storedDialectSchema = z.object({
  encoding: z.enum(csvEncodings),
  delimiter: z.enum(csvDelimiters),
  hasHeader: z.boolean(),
  columns: z.number().int().positive(),
  sample: z.array(z.array(z.string())),
});
export type StoredDialect = z.infer<typeof storedDialectSchema>;

/** The list that the rows' people are put on: one there is, a new one, or none. */
const listChoiceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("existing"), listId: z.uuid() }),
  z.object({ kind: z.literal("new"), name: z.string().trim().min(1).max(100) }),
]);
export type ListChoice = z.infer<typeof listChoiceSchema>;

/** As it stands in `imports.mapping`: what a person decided. */
export const storedMappingSchema = z.object({ columns: z.array(columnTargetSchema), list: listChoiceSchema });
export type StoredMapping = z.infer<typeof storedMappingSchema>;

/** The figures of an import; `total` is always the sum of the other four. */
export type ImportCounts = {
  total: number;
  new: number;
  updated: number;
  unchanged: number;
  rejected: number;
};

/** A file name as it may be shown and offered for download: no folders, no control characters, at most 200 characters. */
export function shownFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return (
    last
      .replace(/[\p{Cc}\p{Cf}"]/gu, "")
      .trim()
      .slice(0, 200) || "contacts.csv"
  );
}

/** The header row of a file, or null; and its first rows without it. */
export function splitHeader({ hasHeader, sample }: Pick<StoredDialect, "hasHeader" | "sample">): {
  header: string[] | null;
  rows: string[][];
} {
  return hasHeader ? { header: sample[0] ?? [], rows: sample.slice(1) } : { header: null, rows: sample };
}
