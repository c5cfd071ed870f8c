import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { insertCampaign } from "./campaigns-store.ts";

/** Begins a draft. Returns its id. */
export async function createCampaign(
  actor: Actor,
  { name, timeZone }: { name: string; timeZone?: string },
): Promise<{ id: string }> {
  requirePermission(actor, "campaigns:write");
  const id = await insertCampaign({
    workspaceId: actor.workspaceId,
    createdBy: actor.userId,
    name,
    ...(timeZone ? { timeZone } : {}),
  });
  return { id };
}
