import { readServerWait } from "#lib/lines/read-server-wait.ts";
import { findNextMoment } from "#lib/pacing/moment-store.ts";
import { batchesAtOnce } from "#lib/planning/enqueue-batches.ts";
import { databaseNow } from "#lib/platform/database-clock.ts";
import { readProviderStates } from "#lib/providers/provider-store.ts";
import { readServersOfSender } from "#lib/senders/read-servers-of-sender.ts";
import type { ServerRow } from "#lib/senders/sending-servers-store.ts";
import { paceOf } from "#lib/timing/campaign-pace.ts";
import { firstBatchOf, isWaveOpen } from "#lib/timing/campaign-wave.ts";
import { findWaves } from "#lib/timing/campaign-waves-store.ts";
import { isWindowOpen, windowOf } from "#lib/timing/send-window.ts";
import { findLaterBatches } from "./find-later-batches.ts";
import { findDueBatches, keepSendable, type UnfinishedCampaign } from "./sweep-store.ts";

/** A job waits so long for a moment that is near, and until the next sweep it would be late. */
const nearMilliseconds = 2_000;

/** Half of what a sweep brings are the first batches; the others come after those of the sweep before. */
const firstAtOnce = batchesAtOnce / 2;

/** In one sweep: batches of which nothing can go out are looked through up to so many, then with the next sweep. */
const batchesLookedAt = 4 * batchesAtOnce;

/** What was found to wait for its provider is looked at again after that, whatever was said about how long. */
const longestWaitMilliseconds = 60_000;

/**
 * Batches of a campaign in which something is due and may go out now: within its hours, by its pace, through a server that is
 * open, not used up and not away, to a provider that takes mail. Nothing is noted down about those that wait: the next sweep
 * asks again, so whatever ends a wait, also a person who changes the settings, is seen within seconds.
 */
export async function findOpenBatches(campaign: UnfinishedCampaign): Promise<number[]> {
  const now = await databaseNow();
  const ranges = await findOpenRanges(campaign, now);
  if (ranges.length === 0 || !(await isMomentNear(campaign))) return [];
  const servers = await findOpenServers(campaign, now);
  if (servers?.length === 0) return [];
  const paced = await findHeldProviders(servers ?? []);
  const held = { ...paced, providers: [...new Set([...paced.providers, ...campaign.heldProviders])].sort() };
  const first: number[] = [];
  for (const range of ranges) {
    if (first.length >= firstAtOnce) break;
    first.push(...(await findSendable(campaign.id, firstAtOnce - first.length, range, held)));
  }
  return inTurn(first, await findLaterBatches(campaign.id, ranges, first, held.providers));
}

/** One of each in turn: in the queue, the 32nd of a campaign stands behind the 31st of all others. */
function inTurn(first: number[], later: number[]): number[] {
  const turns = Array.from({ length: Math.max(first.length, later.length) }, (_, turn) => turn);
  return turns.flatMap((turn) => [...first.slice(turn, turn + 1), ...later.slice(turn, turn + 1)]);
}

type Range = { from: number; to: number };

const allBatches = { from: 0, to: 2_147_483_647 };

/** Whose hours it is, by the campaign's clock or by their recipients'. */
async function findOpenRanges(campaign: UnfinishedCampaign, now: Date): Promise<Range[]> {
  if (!campaign.recipientTime) return isWindowOpen(windowOf(campaign), now) ? [allBatches] : [];
  const atOnce = { wave: 0, notBefore: now, timeZone: campaign.timeZone, batches: 0 };
  return [atOnce, ...(await findWaves(campaign.id))]
    .filter((wave) => isWaveOpen(campaign, wave, now))
    .map(({ wave }) => ({ from: firstBatchOf(wave), to: firstBatchOf(wave + 1) }));
}

/** Less often than once a second, each message has a moment of its own. */
async function isMomentNear(campaign: UnfinishedCampaign): Promise<boolean> {
  const perSecond = paceOf(campaign);
  if (perSecond === null || perSecond >= 1) return true;
  const startsIn = await findNextMoment(`campaign ${campaign.id}`, 1_000 / perSecond);
  return startsIn === null || startsIn <= nearMilliseconds;
}

/** Null where nothing is known about servers: whoever delivers finds out. */
async function findOpenServers(campaign: UnfinishedCampaign, now: Date): Promise<ServerRow[] | null> {
  const { id, workspaceId, senderId, fromEmail } = campaign;
  const servers = senderId === null ? [] : await readServersOfSender(workspaceId, senderId, fromEmail);
  if (servers.length === 0) return null;
  const waits = await Promise.all(servers.map((server) => readServerWait(server, id)));
  return servers.filter((_, index) => {
    const wait = waits[index];
    return !wait || (wait.until !== null && isNear(new Date(wait.until), now));
  });
}

function isNear(moment: Date, now: Date): boolean {
  return moment.getTime() <= now.getTime() + nearMilliseconds;
}

/** Providers that take nothing through any of the servers, with the milliseconds until the first of them does. */
type Held = { providers: string[]; heldFor: number };

async function findHeldProviders(servers: ServerRow[]): Promise<Held> {
  if (servers.length === 0 || servers.some(({ paceProviders }) => !paceProviders))
    return { providers: [], heldFor: 0 };
  const states = await Promise.all(servers.map(({ id }) => readProviderStates(id)));
  const held = states.map((each) => each.filter(({ heldFor }) => heldFor > nearMilliseconds));
  const [first = [], ...others] = held;
  const everywhere = first.filter(({ provider }) =>
    others.every((each) => each.some((other) => other.provider === provider)),
  );
  return {
    providers: everywhere.map(({ provider }) => provider),
    heldFor: Math.min(...held.flat().map(({ heldFor }) => heldFor)),
  };
}

/** By campaign and range: up to which batch everything waits for these providers, as far as this process has looked, and until when. */
const passed = new Map<string, { upTo: number; until: number; providers: string }>();

async function findSendable(
  campaignId: string,
  limit: number,
  { from, to }: Range,
  held: Held,
): Promise<number[]> {
  const key = `${campaignId} ${from}`;
  if (held.providers.length === 0) {
    passed.delete(key);
    return findDueBatches(campaignId, limit, { from, to });
  }
  const providers = held.providers.join();
  const before = passed.get(key);
  const known = before?.providers === providers ? before : undefined;
  let next = known && known.until > Date.now() ? known.upTo : from;
  const until =
    known && next > from ? known.until : Date.now() + Math.min(held.heldFor, longestWaitMilliseconds);
  for (let looked = 0; looked < batchesLookedAt; looked += limit) {
    const due = await findDueBatches(campaignId, limit, { from: next, to });
    const sendable = await keepSendable(campaignId, due, held.providers);
    if (sendable.length > 0) return sendable;
    next = (due.at(-1) ?? next - 1) + 1;
    passed.set(key, { upTo: next, until, providers });
    if (due.length < limit) break;
  }
  return [];
}
