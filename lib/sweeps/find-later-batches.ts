import { batchesAtOnce } from "#lib/planning/enqueue-batches.ts";
import { findNextBatches, keepSendable } from "./sweep-store.ts";

const laterAtOnce = batchesAtOnce / 2;

/** By campaign: where the next sweep of this process goes on. Another process has places of its own, and both get round. */
const places = new Map<string, number>();

/**
 * Batches with something due that come after those of the sweep before, and from the beginning again after the last. In the first
 * ones there may be only messages that cannot go for hours: of a provider that takes one a minute, of a server that asked them
 * back and is gone. Whoever is behind them must not wait as long. A million recipients are gone through in two minutes.
 *
 * @param ranges numbers of batches whose hours it is
 * @param but brought already
 * @param heldProviders take nothing now
 */
export async function findLaterBatches(
  campaignId: string,
  ranges: readonly { from: number; to: number }[],
  but: readonly number[],
  heldProviders: string[],
): Promise<number[]> {
  const place = places.get(campaignId) ?? 0;
  const seen: { batch: number; isDue: boolean }[] = [];
  for (const { from, to } of ranges.toSorted((one, other) => one.from - other.from)) {
    if (seen.length >= batchesAtOnce) break;
    if (to <= place) continue;
    const range = { from: Math.max(from, place), to };
    seen.push(...(await findNextBatches(campaignId, batchesAtOnce - seen.length, range)));
  }
  const due = seen.filter(({ batch, isDue }) => isDue && !but.includes(batch)).map(({ batch }) => batch);
  const sendable = heldProviders.length === 0 ? due : await keepSendable(campaignId, due, heldProviders);
  const later = sendable.slice(0, laterAtOnce);
  const last = sendable.length > laterAtOnce ? later.at(-1) : seen[batchesAtOnce - 1]?.batch;
  if (last === undefined) places.delete(campaignId);
  else places.set(campaignId, last + 1);
  return later;
}
