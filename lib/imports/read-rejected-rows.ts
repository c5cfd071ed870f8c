import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { splitHeader } from "./import.ts";
import { parseRowProblem } from "./import-problem.ts";
import { findImport, findRejections } from "./import-store.ts";

export type RejectedRow = {
  line: number;
  cells: string[];
  /** A key under `contacts.rowProblem`, and the name of the column at fault where there is one. */
  key: string;
  column: string | null;
};

/** The first rows that an import refused; none when the workspace has no such import. */
export async function readRejectedRows(
  actor: Actor,
  importId: string,
  limit: number,
): Promise<RejectedRow[]> {
  requirePermission(actor, "contacts:read");
  const found = await findImport(actor.workspaceId, importId);
  if (!found?.dialect) return [];
  const { header } = splitHeader(found.dialect);
  const rows = await findRejections(importId, { afterLine: 0, limit });
  return rows.map(({ line, cells, error }) => {
    const { key, column } = parseRowProblem(error);
    return { line, cells, key, column: column === null ? null : (header?.[column] ?? String(column + 1)) };
  });
}
