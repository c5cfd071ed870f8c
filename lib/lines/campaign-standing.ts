import { type CircuitBreaker, openCircuitBreaker } from "./circuit-breaker.ts";

/** How a server takes one campaign's mail, as far as this process knows. It may refuse its sender and take all the others. */
export type CampaignStanding = {
  breaker: CircuitBreaker;
  /** Messages that it refused one after the other, each for the first time, since something got through. */
  refusedInARow: number;
  /** The part of the campaign that the last fault came from: the next try is better made with another. */
  failedBatch: number | null;
};

export type CampaignStandings = {
  of: (campaignId: string) => CampaignStanding;
  /** Those of campaigns about which something bad may be known. */
  all: () => Iterable<[campaignId: string, standing: CampaignStanding]>;
};

/** Beyond so many, those of which nothing bad is known make room: campaigns end, and a line may live for months. */
const mostKept = 500;

export function openCampaignStandings(): CampaignStandings {
  const known = new Map<string, CampaignStanding>();

  function makeRoom(): void {
    for (const [id, { breaker }] of known) {
      if (known.size < mostKept) return;
      if (!breaker.isProbing()) known.delete(id);
    }
  }

  return {
    of(campaignId) {
      const kept = known.get(campaignId);
      if (kept) return kept;
      makeRoom();
      const standing = { breaker: openCircuitBreaker(), refusedInARow: 0, failedBatch: null };
      known.set(campaignId, standing);
      return standing;
    },
    all: () => known,
  };
}
