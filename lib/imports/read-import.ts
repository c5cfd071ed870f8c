import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findImport, type Import } from "./import-store.ts";

/** One import as it stands now; null when the workspace has none with this id. */
export async function readImport(actor: Actor, id: string): Promise<Import | null> {
  requirePermission(actor, "contacts:read");
  return await findImport(actor.workspaceId, id);
}
