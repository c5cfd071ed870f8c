import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type MoveOutcome, moveForPerson } from "./move-for-person.ts";

/** Takes a scheduled or held campaign back to being a draft, with the time it was meant for still in it. */
export async function unscheduleCampaign(actor: Actor, id: string): Promise<MoveOutcome> {
  requirePermission(actor, "campaigns:send");
  return moveForPerson(actor, id, "unschedule", { pauseReason: null });
}
