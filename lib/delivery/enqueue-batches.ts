import { enqueueAll } from "#lib/jobs/enqueue.ts";

/**
 * How many batches of one campaign wait as jobs at a time: 64 are 32,000 recipients, several seconds of work for a worker.
 * The sweep brings the next. So a campaign of a million does not stand before a small one in the queue.
 */
export const batchesAtOnce = 64;

/** Nudges batches of a campaign, lowest first. One that waits or runs already is not queued twice. */
export async function enqueueBatches(campaignId: string, batches: number[]): Promise<void> {
  const next = batches.slice(0, batchesAtOnce);
  if (next.length === 0) return;
  await enqueueAll(
    "deliverBatch",
    next.map((batch) => ({ payload: { campaignId, batch }, key: `${campaignId}-${batch}` })),
  );
}
