import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findStateFor } from "#lib/delivery/campaign-store.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import type { ChosenDoubts, DoubtOutcome } from "./doubt.ts";
import { moveDoubtsToDue } from "./doubts-store.ts";

/**
 * Has messages in doubt sent again, because a person takes the risk that their recipients get them twice. Asking twice, or two
 * people at once, sends once. A paused campaign sends them when it is resumed.
 */
export async function resendInDoubt(
  actor: Actor,
  campaignId: string,
  chosen: ChosenDoubts,
): Promise<DoubtOutcome> {
  requirePermission(actor, "campaigns:send");
  const state = await findStateFor(actor.workspaceId, campaignId);
  if (state === null) return { kind: "not_found" };
  if (state === "cancelled") return { kind: "cancelled" };
  const messages = await moveDoubtsToDue(actor, campaignId, chosen);
  if (messages === 0) return { kind: "changed" };
  await enqueue("sweepDeliveries", {}, { key: `resend-${campaignId}` });
  return { kind: "done", messages };
}
