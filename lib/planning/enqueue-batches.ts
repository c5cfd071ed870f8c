import type { CampaignPriority } from "#lib/drafts/campaign-draft.ts";
import { bringForward, enqueueAll } from "#lib/jobs/enqueue.ts";

/**
 * How many batches of one campaign wait as jobs at a time: 64 are 32,000 recipients, several seconds of work for a worker.
 * The sweep brings the next. So a campaign of a million does not stand before a small one in the queue.
 */
export const batchesAtOnce = 64;

/**
 * Of those that wait already, so many are brought to the place that they have now. They kept that of their first nudge: the last
 * batch of 64 would wait for as long as a larger campaign keeps bringing first ones.
 */
const broughtForward = 2;

/**
 * Nudges batches of a campaign, in the order given. One that waits or runs already is not queued twice. Campaigns take turns in the
 * queue: the first batches of all go before the second of any, so that a small campaign does not wait for the 64 of a large
 * one. A transactional one goes before all of them.
 */
export async function enqueueBatches(
  { id, priority }: { id: string; priority: CampaignPriority },
  batches: number[],
): Promise<void> {
  const next = batches.slice(0, batchesAtOnce);
  if (next.length === 0) return;
  const jobs = next.map((batch, rank) => ({
    payload: { campaignId: id, batch },
    key: `${id}-${batch}`,
    priority: priority === "transactional" ? 1 : 2 + rank,
  }));
  await enqueueAll("deliverBatch", jobs);
  for (const job of jobs.slice(0, broughtForward)) await bringForward("deliverBatch", job.key, job.priority);
}
