import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { endHold } from "./decisions-store.ts";

/**
 * Lets a campaign go on for a mailbox provider, because a person has put right what it refused. If it has not been, the next
 * refusal stops it again. Who did it is kept, with how many people waited.
 *
 * @returns false when it had not stopped there any more
 */
export async function releaseProviderHold(
  actor: Actor,
  campaignId: string,
  provider: string,
): Promise<boolean> {
  requirePermission(actor, "campaigns:send");
  const isReleased = await endHold(actor, campaignId, provider);
  if (isReleased) await enqueue("sweepDeliveries", {}, { key: `resume-${campaignId}` });
  return isReleased;
}
