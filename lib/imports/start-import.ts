import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { findList } from "#lib/lists/list-store.ts";
import { checkMapping } from "./csv-mapping.ts";
import { type StoredMapping, splitHeader } from "./import.ts";
import type { FileProblem } from "./import-problem.ts";
import { findImport, markNotStarted, markRunning } from "./import-store.ts";
import { uploadExists } from "./upload-files.ts";

export type StartImportResult =
  | { ok: true }
  | { ok: false; reason: "notFound" | "alreadyStarted" | "listNotFound" }
  | { ok: false; reason: "mapping"; problem: FileProblem };

/** Starts an uploaded import with the mapping that a person confirmed. Starting twice starts it once. */
export async function startImport(
  actor: Actor,
  importId: string,
  choice: { hasHeader: boolean; mapping: StoredMapping },
): Promise<StartImportResult> {
  requirePermission(actor, "contacts:write");
  const found = await findImport(actor.workspaceId, importId);
  if (!found?.dialect) return { ok: false, reason: "notFound" };
  if (found.state !== "uploaded") return { ok: false, reason: "alreadyStarted" };
  const { columns, list } = choice.mapping;
  const { rows } = splitHeader({ ...found.dialect, hasHeader: choice.hasHeader });
  const problem = columns.length === found.dialect.columns ? checkMapping(columns, rows) : "noEmailColumn";
  if (problem) return { ok: false, reason: "mapping", problem: { key: problem } };
  if (list.kind === "existing" && !(await findList(actor.workspaceId, list.listId)))
    return { ok: false, reason: "listNotFound" };
  if (!(await uploadExists(importId))) return { ok: false, reason: "mapping", problem: { key: "fileGone" } };
  if (!(await markRunning(importId, choice, found.dialect))) return { ok: false, reason: "alreadyStarted" };
  try {
    await enqueue("importContacts", { importId }, { key: importId });
  } catch (error) {
    await markNotStarted(importId);
    throw error;
  }
  return { ok: true };
}
