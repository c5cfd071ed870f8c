import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { setListArchived } from "./list-store.ts";

/** Puts a list away, or takes it back into use. Its subscriptions stay. @returns false when the workspace has no such list */
export async function archiveList(actor: Actor, id: string, archived: boolean): Promise<boolean> {
  requirePermission(actor, "contacts:write");
  return await setListArchived(actor.workspaceId, id, archived);
}
