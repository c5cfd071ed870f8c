import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findStateFor } from "#lib/delivery/campaign-store.ts";
import type { ChosenDoubts, DoubtOutcome } from "./doubt.ts";
import { markDoubtsLeft } from "./doubts-store.ts";

/**
 * Leaves messages in doubt, because a person takes the risk that their recipients have not got them. They are not asked about
 * again; a bounce report, an open or a click that comes later still settles them.
 */
export async function leaveInDoubt(
  actor: Actor,
  campaignId: string,
  chosen: ChosenDoubts,
): Promise<DoubtOutcome> {
  requirePermission(actor, "campaigns:send");
  if ((await findStateFor(actor.workspaceId, campaignId)) === null) return { kind: "not_found" };
  const messages = await markDoubtsLeft(actor, campaignId, chosen);
  return messages === 0 ? { kind: "changed" } : { kind: "done", messages };
}
