import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readSenders } from "#lib/senders/read-senders.ts";
import { insertCampaign } from "./campaigns-store.ts";

/** Begins a draft; from the workspace's sender, where it has only one. Returns the draft's id. */
export async function createCampaign(
  actor: Actor,
  { name, timeZone }: { name: string; timeZone?: string },
): Promise<{ id: string }> {
  requirePermission(actor, "campaigns:write");
  const [sender, ...others] = await readSenders(actor);
  const id = await insertCampaign({
    workspaceId: actor.workspaceId,
    createdBy: actor.userId,
    name,
    ...(timeZone ? { timeZone } : {}),
    ...(sender && others.length === 0 ? { senderId: sender.id } : {}),
  });
  return { id };
}
