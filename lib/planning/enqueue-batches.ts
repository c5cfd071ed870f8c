import type { CampaignPriority } from "#lib/campaigns/campaign-draft.ts";
import { enqueueAll } from "#lib/jobs/enqueue.ts";

/**
 * How many batches of one campaign wait as jobs at a time: 64 are 32,000 recipients, several seconds of work for a worker.
 * The sweep brings the next. So a campaign of a million does not stand before a small one in the queue.
 */
export const batchesAtOnce = 64;

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
  await enqueueAll(
    "deliverBatch",
    next.map((batch, rank) => ({
      payload: { campaignId: id, batch },
      key: `${id}-${batch}`,
      priority: priority === "transactional" ? 1 : 2 + rank,
    })),
  );
}
