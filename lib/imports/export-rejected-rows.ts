import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { byteOrderMark, csvRow } from "#lib/csv/csv-cell.ts";
import { splitHeader } from "./import.ts";
import { parseRowProblem } from "./import-problem.ts";
import { findImport, findRejections } from "./import-store.ts";

const pageSize = 1_000;

/**
 * The rows that an import refused, as a CSV in the file's own columns and delimiter with one more, `error`: mend it and upload it
 * again. UTF-8 with a byte order mark; cells that a spreadsheet would run are neutralised.
 *
 * @param explain a problem's key (and the name of the column at fault) in the reader's language
 * @returns the file's name and its rows as they are read; null when the workspace has no such import
 */
export async function exportRejectedRows(
  actor: Actor,
  importId: string,
  explain: (key: string, column: string | null) => string,
): Promise<{ fileName: string; rows: AsyncIterable<string> } | null> {
  requirePermission(actor, "contacts:read");
  const found = await findImport(actor.workspaceId, importId);
  if (!found?.dialect) return null;
  const { dialect } = found;
  const { header } = splitHeader(dialect);
  async function* rows(): AsyncGenerator<string> {
    yield byteOrderMark;
    if (header) yield csvRow([...header, "error"], dialect.delimiter);
    for (let afterLine = 0; ; ) {
      const page = await findRejections(importId, { afterLine, limit: pageSize });
      for (const { cells, error } of page) {
        const { key, column } = parseRowProblem(error);
        const name = column === null ? null : (header?.[column] ?? String(column + 1));
        // A short row is filled up, so that the error stands under its own heading.
        const padded = Array.from(
          { length: Math.max(cells.length, dialect.columns) },
          (_, index) => cells[index] ?? "",
        );
        yield csvRow([...padded, explain(key, name)], dialect.delimiter);
      }
      const last = page.at(-1);
      if (!last || page.length < pageSize) return;
      afterLine = last.line;
    }
  }
  return { fileName: found.fileName.replace(/\.[^.]*$/, ""), rows: rows() };
}
