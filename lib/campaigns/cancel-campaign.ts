import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { type MoveOutcome, moveForPerson } from "./move-for-person.ts";

/** Ends a campaign for good: what has not been sent never will be. */
export async function cancelCampaign(actor: Actor, id: string): Promise<MoveOutcome> {
  requirePermission(actor, "campaigns:send");
  const outcome = await moveForPerson(actor, id, "cancel", { pauseReason: null });
  if (outcome.kind === "moved") await enqueue("cancelMessages", { campaignId: id }, { key: id });
  return outcome;
}
