import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { deleteDraftRow } from "./campaigns-store.ts";

/** Deletes a draft. False when there is none of this id: what was sent is a record and stays. */
export async function deleteCampaign(actor: Actor, id: string): Promise<boolean> {
  requirePermission(actor, "campaigns:write");
  return deleteDraftRow(actor.workspaceId, id);
}
