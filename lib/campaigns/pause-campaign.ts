import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type MoveOutcome, moveForPerson } from "./move-for-person.ts";

/** Stops a campaign until somebody resumes it. What is still sent is at most what was on open connections. */
export async function pauseCampaign(actor: Actor, id: string): Promise<MoveOutcome> {
  requirePermission(actor, "campaigns:send");
  return moveForPerson(actor, id, "pause", { pauseReason: { key: "person", values: {}, detail: null } });
}
