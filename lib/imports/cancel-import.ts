import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { markCancelled } from "./import-store.ts";
import { removeUpload } from "./upload-files.ts";

/**
 * Stops an import that waits or runs. Nothing of it is written: the worker sees the state before it commits.
 *
 * @returns false when there was nothing to stop
 */
export async function cancelImport(actor: Actor, id: string): Promise<boolean> {
  requirePermission(actor, "contacts:write");
  if (!(await markCancelled(actor.workspaceId, id))) return false;
  // A worker that reads it keeps its open file; what it reads is not written any more.
  await removeUpload(id);
  return true;
}
