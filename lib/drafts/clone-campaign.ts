import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { draftOf, findCampaign, insertCampaign, listRows } from "./campaigns-store.ts";

/**
 * A new draft with the words, audience and sender of a campaign in any state, without its time and its results.
 * Returns its id, or null when the workspace has no such campaign.
 */
export async function cloneCampaign(actor: Actor, id: string, name: string): Promise<{ id: string } | null> {
  requirePermission(actor, "campaigns:write");
  const row = await findCampaign(actor.workspaceId, id);
  if (row === null) return null;
  const { includeListIds, excludeListIds, scheduledAt: _, ...copied } = draftOf(row);
  const copy = await insertCampaign({
    ...copied,
    name,
    workspaceId: actor.workspaceId,
    createdBy: actor.userId,
    retryHours: row.retryHours,
    lists: { create: listRows(includeListIds, excludeListIds) },
  });
  return { id: copy };
}
