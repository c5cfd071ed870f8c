import { addHits, type RecordedHit } from "./event-store.ts";
import { groupWork } from "./group-work.ts";
import { HitWindow } from "./hit-window.ts";
import { MinuteLimit } from "./minute-limit.ts";
import { findLinks, findTargets } from "./tracking-store.ts";

/** Looks a message up together with the others asked for in the same moment. */
export const findTarget = groupWork(findTargets, { waitMilliseconds: 1, largest: 200 });

/** Commits a hit together with the others of the same 5 ms; resolves once it is committed. */
export const commitHit = groupWork(
  async (hits: RecordedHit[]) => {
    await addHits(hits);
    return hits;
  },
  { waitMilliseconds: 5, largest: 500 },
);

export const hitWindow = new HitWindow();

/**
 * Hits stored per message: no reader and no scanner asks for one mail's picture or links more often, and whoever holds one mail
 * must not be able to fill the disk with it. What is over is answered as always and not stored.
 */
export const hitsPerMessage = new MinuteLimit(120);

/** Campaigns whose destinations are kept; they never change once mails carry them. */
const keptCampaigns = 200;
const kept = new Map<string, string[]>();

/** A campaign's destinations, read once and kept. */
export async function campaignLinks(campaignId: string): Promise<string[]> {
  const known = kept.get(campaignId);
  if (known !== undefined) return known;
  const links = await findLinks(campaignId);
  if (links.length === 0) return links;
  kept.set(campaignId, links);
  const oldest = kept.keys().next().value;
  if (kept.size > keptCampaigns && oldest !== undefined) kept.delete(oldest);
  return links;
}
