import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { renameRow } from "./campaigns-store.ts";

/** Gives a campaign of any state another name; recipients never see it. False when the workspace has no such campaign. */
export async function renameCampaign(actor: Actor, id: string, name: string): Promise<boolean> {
  requirePermission(actor, "campaigns:write");
  return renameRow(actor.workspaceId, id, name);
}
