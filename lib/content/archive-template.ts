import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { setArchived } from "./templates-store.ts";

/**
 * Takes a template out of the gallery, or puts it back. Campaigns made from it keep their own copy. False if the workspace has
 * none with this id.
 */
export async function archiveTemplate(actor: Actor, id: string, isArchived: boolean): Promise<boolean> {
  requirePermission(actor, "content:write");
  return await setArchived(actor.workspaceId, id, isArchived ? new Date() : null);
}
