import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findRecentImports, type Import } from "./import-store.ts";

/** The workspace's last imports, the newest first. */
export async function listImports(actor: Actor, limit = 10): Promise<Import[]> {
  requirePermission(actor, "contacts:read");
  return await findRecentImports(actor.workspaceId, limit);
}
