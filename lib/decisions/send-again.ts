import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { findCampaignToPlan } from "#lib/planning/planning-store.ts";
import type { UnsentAsk, UnsentOutcome } from "./unsent.ts";
import { moveUnsentToDue } from "./unsent-store.ts";

/**
 * Has a finished campaign go on: with everyone of today's audience who has not had it (`send_to_rest`), or with those who failed
 * for a reason that is not theirs (`retry_failed`). Exactly `named` people, the number that stood on the button, or nobody.
 * Two people at once send once.
 */
export async function sendAgain(
  actor: Actor,
  campaignId: string,
  asked: UnsentAsk,
  { named }: { named: number },
): Promise<UnsentOutcome> {
  requirePermission(actor, "campaigns:send");
  const campaign = await findCampaignToPlan(campaignId);
  if (campaign?.workspaceId !== actor.workspaceId) return { kind: "not_found" };
  const moved = await moveUnsentToDue(actor, campaign, asked, named);
  if (moved === null) return { kind: "not_finished" };
  if (!moved.done) return { kind: "changed", messages: moved.messages };
  await enqueue("sweepDeliveries", {}, { key: `resend-${campaignId}` });
  return { kind: "done", messages: moved.messages };
}
