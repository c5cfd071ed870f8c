/**
 * The key of a campaign's planning job, by how far the planning has come. A job that ends its turn puts the next into the queue
 * while its own key is still taken; and the sweep's nudge is the same job as the one that waits.
 */
export function planningKey(campaignId: string, plannedTo: bigint | null): string {
  return plannedTo === null ? campaignId : `${campaignId}-${plannedTo}`;
}
