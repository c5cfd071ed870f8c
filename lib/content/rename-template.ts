import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { setName } from "./templates-store.ts";

/** Gives a template another name; false if the workspace has none with this id. */
export async function renameTemplate(actor: Actor, id: string, name: string): Promise<boolean> {
  requirePermission(actor, "content:write");
  return await setName(actor.workspaceId, id, name);
}
