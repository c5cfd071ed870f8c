import { backOffRule, providerRule } from "#lib/providers/provider.ts";
import { type ProviderState, readRefusal, startConcurrency } from "#lib/providers/provider-pace.ts";
import type { ReplyCategory } from "#lib/replies/reply-category.ts";
import type { ProviderNews, ProviderStanding } from "#lib/shares/provider-share-store.ts";
import type { PermitLane } from "./permits.ts";
import {
  endMoments,
  keepMoments,
  letGoOfLane,
  newsOf,
  openProviderLane,
  type ProviderLane,
  type ProviderPass,
  resizeLane,
  takeNewsBack,
  takeTurn,
  waitingIn,
} from "./provider-lane.ts";
import { type ClaimRooms, openProviderRooms } from "./provider-rooms.ts";
import type { SendSlots } from "./send-slots.ts";

/** The mailbox providers behind one server, as this process sends to them. */
export type ProviderLanes = {
  /** Waits until one more message may be on the way to the provider. Null: not now, give it back. */
  enter: (provider: string, lane: PermitLane) => Promise<ProviderPass | null>;
  /** How many messages should be claimed at the moment for a provider by whoever waits in the lane of this key. */
  rooms: (key: string) => ClaimRooms;
  /** What the provider said to a message, or to the server on its behalf. */
  note: (provider: string, said: ProviderReply) => void;
  /** Tells the other workers what this one met with, and takes over what they did. Rejects when the database is away. */
  exchange: () => Promise<void>;
  /** Others have this line's shares: nothing more enters before the next exchange. */
  lose: () => void;
  /** Whoever waits goes without, in all or in the lane of one key; who waits for a moment in any case. */
  letGo: (key?: string) => void;
};

type ProviderReply = {
  accepted: boolean;
  /** It says that this was too much, in whatever words. */
  isTooMuch: boolean;
  replyCode: number | null;
  enhancedCode: string | null;
  replyText: string | null;
  category: ReplyCategory | null;
};

/** Where all workers keep what they know of the providers. */
export type ProviderBook = {
  exchange: (news: ProviderNews[]) => Promise<ProviderStanding>;
  /** Moments for a provider that wants so few a minute. */
  openSlots: (provider: string, perMinute: number) => SendSlots;
};

/**
 * What is claimed waits so long at most, as far as one can tell: long enough that the next is always at hand, and short enough
 * that others may have it.
 */
const soonSeconds = 5;

/** Five for each that may be on the way, before it is seen how quickly they pass. */
const soonAtFirst = 5;

/** Who comes to a provider for the first time waits so long for others who do: one exchange tells of them all. */
const gatherMilliseconds = 20;

export function openProviderLanes(book: ProviderBook): ProviderLanes {
  const lanes = new Map<string, ProviderLane>();
  const rooms = openProviderRooms();
  let states = new Map<string, ProviderState>();
  let last: Promise<void> = Promise.resolve();
  let isDueSoon = false;
  let gathering: NodeJS.Timeout | undefined;

  function laneOf(provider: string): ProviderLane | undefined {
    const known = lanes.get(provider);
    if (known) return known;
    const rule = providerRule(provider);
    if (!rule) return undefined;
    const lane = openProviderLane(provider, rule.connections);
    lanes.set(provider, lane);
    return lane;
  }

  async function enter(provider: string, who: PermitLane): Promise<ProviderPass | null> {
    const lane = laneOf(provider);
    if (!lane) return { leave: () => undefined, isLate: () => false, takeAnother: async () => true };
    lane.isUsed = true;
    if (lane.share === 0) return null;
    if (lane.share === null) gather();
    return takeTurn(lane, who);
  }

  function note(provider: string, said: ProviderReply): void {
    const lane = laneOf(provider);
    if (!lane) return;
    if (said.accepted) {
      lane.successes += 1;
      return;
    }
    const text = [said.replyCode, said.enhancedCode, said.replyText]
      .filter((part) => part !== null)
      .join(" ");
    const { trouble, sighting } = readRefusal(backOffRule(provider, said), {
      isTooMuch: said.isTooMuch,
      text,
    });
    if (sighting) lane.sightings.push(sighting);
    if (!trouble) return;
    // At once here; what it comes to for all, the exchange tells.
    resizeLane(lane, 0);
    lane.troubles.push(trouble);
    exchangeSoon();
  }

  /** One after the other: what is noted during one goes out with the next. */
  function exchange(): Promise<void> {
    last = last.catch(() => undefined).then(exchangeNow);
    return last;
  }

  function exchangeSoon(): void {
    if (isDueSoon) return;
    isDueSoon = true;
    // Of a database that is away the heartbeat tells, and tries again.
    exchange().catch(() => undefined);
  }

  function gather(): void {
    gathering ??= setTimeout(exchangeSoon, gatherMilliseconds);
  }

  async function exchangeNow(): Promise<void> {
    isDueSoon = false;
    clearTimeout(gathering);
    gathering = undefined;
    const told = [...lanes.values()].map((lane) => ({ lane, news: newsOf(lane, states.get(lane.provider)) }));
    let standing: ProviderStanding;
    try {
      standing = await book.exchange(told.map(({ news }) => news));
    } catch (error) {
      for (const { lane, news } of told) takeNewsBack(lane, news);
      throw error;
    }
    states = standing.states;
    for (const { lane, news } of told) {
      const { provider } = lane;
      if (news.leaves) {
        // Whoever came meanwhile has asked anew.
        if (lane.isUsed) continue;
        endMoments(lane);
        lanes.delete(provider);
      } else {
        const perMinute = states.get(provider)?.perMinute ?? null;
        keepMoments(lane, perMinute, (rate) => book.openSlots(provider, rate));
        // What it said in the meantime is not told yet.
        resizeLane(lane, lane.troubles.length > 0 ? 0 : (standing.shares.get(provider) ?? 0));
      }
    }
  }

  function turnsOf(provider: string, key: string): { soon: number; waiting: number } {
    const lane = lanes.get(provider);
    const state = states.get(provider);
    const waiting = lane ? waitingIn(lane, key) : 0;
    if (lane?.share === 0 || (state && state.heldFor > 0)) return { soon: 0, waiting };
    const perMinute = state?.perMinute ?? null;
    if (perMinute !== null) return { soon: (soonSeconds * perMinute) / 60, waiting };
    const passes = soonSeconds * (lane?.passed.perSecond ?? 0);
    return { soon: Math.max(soonAtFirst * (lane?.share ?? startConcurrency), passes), waiting };
  }

  return {
    enter,
    note,
    exchange,
    rooms(key) {
      const names = new Set([...lanes.keys(), ...states.keys()]);
      const turns = new Map([...names].map((provider) => [provider, turnsOf(provider, key)]));
      return rooms.ask(key, turns, soonAtFirst * startConcurrency);
    },
    lose() {
      for (const lane of lanes.values()) resizeLane(lane, 0);
    },
    letGo(key) {
      for (const lane of lanes.values()) letGoOfLane(lane, key);
    },
  };
}
