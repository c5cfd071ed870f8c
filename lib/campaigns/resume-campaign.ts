import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findCampaign } from "#lib/drafts/campaigns-store.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { type MoveOutcome, moveForPerson } from "./move-for-person.ts";

/** Lets a paused campaign go on where it stopped: with its recipients, or with planning when they were never written. */
export async function resumeCampaign(actor: Actor, id: string): Promise<MoveOutcome> {
  requirePermission(actor, "campaigns:send");
  const row = await findCampaign(actor.workspaceId, id);
  if (row === null) return { kind: "not_found" };
  // Recipients are being written, or are; the sweep sees to both.
  const isPlanned = row.plannedTo !== null;
  const outcome = await moveForPerson(actor, id, isPlanned ? "resume" : "planAgain", { pauseReason: null });
  if (outcome.kind === "moved") {
    if (isPlanned) await enqueue("sweepDeliveries", {}, { key: `resume-${id}` });
    else await enqueue("planBatches", { campaignId: id }, { key: id });
  }
  return outcome;
}
