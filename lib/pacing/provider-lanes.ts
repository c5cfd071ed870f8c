import { openPermits, type PermitLane, type Permits } from "./permits.ts";
import { backOffRule, providerRule } from "./provider.ts";
import {
  type ProviderState,
  readRefusal,
  type Sighting,
  startConcurrency,
  type Trouble,
} from "./provider-pace.ts";
import type { ProviderNews, ProviderStanding } from "./provider-share-store.ts";
import type { SendSlots } from "./send-slots.ts";

/** The mailbox providers behind one server, as this process sends to them. */
export type ProviderLanes = {
  /** Waits until one more message may be on the way to the provider. Null: not now, give it back. Leave exactly once. */
  enter: (provider: string, lane: PermitLane) => Promise<{ leave: () => void } | null>;
  /** How many messages should be claimed at the moment for a provider by whoever waits in the lane of this key. */
  rooms: (key: string) => ProviderRooms;
  /** What the provider said to a message, or to the server on its behalf. */
  note: (provider: string, said: ProviderReply) => void;
  /** Tells the other workers what this one met with, and takes over what they did. Rejects when the database is away. */
  exchange: () => Promise<void>;
  /** Others have this line's shares: nothing more enters before the next exchange. */
  lose: () => void;
  /** Whoever waits goes without, in all or in the lane of one key; who waits for a moment in any case. */
  letGo: (key?: string) => void;
};

export type ProviderRooms = {
  /** 0 where nothing should be claimed. */
  known: Map<string, number>;
  /** For each provider that is not known yet. */
  others: number;
};

type ProviderReply = {
  accepted: boolean;
  /** It says that this was too much, in whatever words. */
  isTooMuch: boolean;
  replyCode: number | null;
  enhancedCode: string | null;
  replyText: string | null;
};

/** Where all workers keep what they know of the providers. */
export type ProviderBook = {
  exchange: (news: ProviderNews[]) => Promise<ProviderStanding>;
  /** Moments for a provider that wants so few a minute. */
  openSlots: (provider: string, perMinute: number) => SendSlots;
};

type Lane = {
  maximum: number;
  /** Messages that this process may have on the way; null until the others have been asked. */
  share: number | null;
  /** One for each of them. */
  turns: Permits;
  /** Somebody asked to enter since the last exchange. */
  isUsed: boolean;
  /** By performance.now(). */
  usedAt: number;
  /** How many got a turn since a moment, by performance.now(), and how many a second before that. */
  passed: { count: number; since: number; perSecond: number };
  successes: number;
  troubles: Trouble[];
  sightings: Sighting[];
  /** Where it wants so few a minute. */
  slots: Moments | undefined;
};

/** One message at a time waits for a moment, the others in their lanes. */
type Moments = { perMinute: number; moments: SendSlots; queue: Permits };

/**
 * What is claimed waits so long at most, as far as one can tell: long enough that the next is always at hand, and short enough
 * that others may have it.
 */
const soonSeconds = 5;

/** Five for each that may be on the way, before it is seen how quickly they pass. */
const soonAtFirst = 5;

/** A share that was of no use for so long is the others'. */
const idleMilliseconds = 5_000;

export function openProviderLanes(book: ProviderBook): ProviderLanes {
  const lanes = new Map<string, Lane>();
  let states = new Map<string, ProviderState>();
  let last: Promise<void> = Promise.resolve();
  let isDueSoon = false;

  function laneOf(provider: string): Lane | undefined {
    const known = lanes.get(provider);
    if (known) return known;
    const rule = providerRule(provider);
    if (!rule) return undefined;
    const lane: Lane = {
      maximum: rule.connections,
      share: null,
      turns: openPermits(0),
      isUsed: true,
      usedAt: performance.now(),
      passed: { count: 0, since: performance.now(), perSecond: 0 },
      successes: 0,
      troubles: [],
      sightings: [],
      slots: undefined,
    };
    lanes.set(provider, lane);
    return lane;
  }

  /** With no share, whoever waits would wait for other workers, and goes without. */
  function resize(lane: Lane, share: number): void {
    lane.share = share;
    lane.turns.resize(share);
    if (share > 0) return;
    lane.slots?.queue.letGo();
    lane.slots?.moments.letGo();
  }

  async function enter(provider: string, who: PermitLane): Promise<{ leave: () => void } | null> {
    const lane = laneOf(provider);
    if (!lane) return { leave: () => undefined };
    lane.isUsed = true;
    if (lane.share === 0) return null;
    if (lane.share === null) exchangeSoon();
    const { turns } = lane;
    if (!(await turns.take(who))) return null;
    if ((!lane.slots || (await takeMoment(lane.slots, who))) && lane.share !== 0) {
      lane.passed.count += 1;
      return { leave: turns.giveBack };
    }
    turns.giveBack();
    return null;
  }

  async function takeMoment({ queue, moments }: Moments, who: PermitLane): Promise<boolean> {
    if (!(await queue.take(who))) return false;
    const hasMoment = await moments.take();
    queue.giveBack();
    return hasMoment;
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
    resize(lane, 0);
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

  async function exchangeNow(): Promise<void> {
    isDueSoon = false;
    const present = performance.now();
    const told = [...lanes].map(([provider, lane]) => ({ lane, news: newsOf(provider, lane, present) }));
    let standing: ProviderStanding;
    try {
      standing = await book.exchange(told.map(({ news }) => news));
    } catch (error) {
      for (const { lane, news } of told) {
        lane.successes += news.successes;
        lane.troubles.unshift(...news.troubles);
        lane.sightings.unshift(...news.sightings);
        if (lane.share === null) lane.turns.letGo();
      }
      throw error;
    }
    states = standing.states;
    for (const { lane, news } of told) {
      const { provider } = news;
      if (news.leaves) {
        // Whoever came meanwhile has asked anew.
        if (!lane.isUsed) forget(provider, lane);
      } else {
        // What it said in the meantime is not told yet.
        keepMoments(provider, lane, states.get(provider)?.perMinute ?? null);
        resize(lane, lane.troubles.length > 0 ? 0 : (standing.shares.get(provider) ?? 0));
      }
    }
  }

  function newsOf(provider: string, lane: Lane, present: number): ProviderNews {
    const { maximum, share, successes, troubles, sightings, isUsed } = lane;
    const taken = lane.turns.taken();
    if (isUsed || taken > 0 || waitingIn(lane) > 0) lane.usedAt = present;
    const { count, since } = lane.passed;
    if (present - since >= 1_000)
      lane.passed = { count: 0, since: present, perSecond: (count * 1_000) / (present - since) };
    const leaves = share !== null && share > 0 && present - lane.usedAt > idleMilliseconds;
    if (leaves) Object.assign(lane, { share: null, turns: openPermits(0) });
    Object.assign(lane, { isUsed: false, successes: 0, troubles: [], sightings: [] });
    // Grown to its best and well, it has nothing to tell.
    const state = states.get(provider);
    const isAtItsBest = state !== undefined && state.failures === 0 && state.concurrency >= maximum;
    return {
      provider,
      maximum,
      held: Math.max(share ?? 0, taken),
      leaves,
      successes: isAtItsBest ? 0 : successes,
      troubles,
      sightings,
    };
  }

  function keepMoments(provider: string, lane: Lane, perMinute: number | null): void {
    if (lane.slots?.perMinute === (perMinute ?? undefined)) return;
    endMoments(lane);
    if (perMinute === null) return;
    lane.slots = { perMinute, moments: book.openSlots(provider, perMinute), queue: openPermits(1) };
  }

  function endMoments(lane: Lane): void {
    lane.slots?.queue.resize(0);
    void lane.slots?.moments.close();
    lane.slots = undefined;
  }

  function forget(provider: string, lane: Lane): void {
    endMoments(lane);
    lanes.delete(provider);
  }

  function waitingIn({ turns, slots }: Lane, key?: string): number {
    return turns.waiting(key) + (slots?.queue.waiting(key) ?? 0);
  }

  /** Nothing while half of what will soon have its turn waits already: many small claims would cost more than a few. */
  function roomFor(provider: string, key: string): number {
    const lane = lanes.get(provider);
    const state = states.get(provider);
    if (lane?.share === 0 || (state && state.heldFor > 0)) return 0;
    const perMinute = state?.perMinute ?? null;
    const soon =
      perMinute === null
        ? Math.max(
            soonAtFirst * (lane?.share ?? startConcurrency),
            soonSeconds * (lane?.passed.perSecond ?? 0),
          )
        : (soonSeconds * perMinute) / 60;
    const waiting = lane ? waitingIn(lane, key) : 0;
    return waiting > soon / 2 ? 0 : Math.max(1, Math.floor(soon) - waiting);
  }

  return {
    enter,
    note,
    exchange,
    rooms(key) {
      const names = new Set([...lanes.keys(), ...states.keys()]);
      return {
        known: new Map([...names].map((provider) => [provider, roomFor(provider, key)])),
        others: soonAtFirst * startConcurrency,
      };
    },
    lose() {
      for (const lane of lanes.values()) resize(lane, 0);
    },
    letGo(key) {
      for (const { turns, slots } of lanes.values()) {
        turns.letGo(key);
        slots?.queue.letGo(key);
        slots?.moments.letGo();
      }
    },
  };
}
