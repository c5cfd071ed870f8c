import { isKnownProvider } from "#lib/providers/provider.ts";
import type { ProviderState, Sighting, Trouble } from "#lib/providers/provider-pace.ts";
import type { ProviderNews } from "#lib/shares/provider-share-store.ts";
import { openPermits, type PermitLane, type Permits } from "./permits.ts";
import type { SendSlot, SendSlots } from "./send-slots.ts";

/** A mailbox provider as this process sends to it through one server. */
export type ProviderLane = {
  provider: string;
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

/** A share that was of no use for so long is the others'. */
const idleMilliseconds = 5_000;
/**
 * That of a group of domains: there are many, with a message now and then, and each coming and going costs an exchange. While it
 * stays, others have the rest.
 */
const idleGroupMilliseconds = 30_000;

export function openProviderLane(provider: string, maximum: number): ProviderLane {
  const present = performance.now();
  return {
    provider,
    maximum,
    share: null,
    turns: openPermits(0),
    isUsed: true,
    usedAt: present,
    passed: { count: 0, since: present, perSecond: 0 },
    successes: 0,
    troubles: [],
    sightings: [],
    slots: undefined,
  };
}

/** How many wait for a turn or a moment, in all or in the lane of one key. */
export function waitingIn({ turns, slots }: ProviderLane, key?: string): number {
  return turns.waiting(key) + (slots?.queue.waiting(key) ?? 0);
}

/** A turn at a provider. Leave exactly once. */
export type ProviderPass = {
  leave: () => void;
  /** The moment that it came with is over: used all the same, it would come on top of the next. */
  isLate: () => boolean;
  /** Waits for another, before those who have had none. False: not now. */
  takeAnother: () => Promise<boolean>;
};

/** With no share, whoever waits would wait for other workers, and goes without. */
export function resizeLane(lane: ProviderLane, share: number): void {
  lane.share = share;
  lane.turns.resize(share);
  if (share > 0) return;
  lane.slots?.queue.letGo();
  lane.slots?.moments.letGo();
}

/** Waits for a turn, and for a moment where the provider wants few. Null: not now. */
export async function takeTurn(lane: ProviderLane, who: PermitLane): Promise<ProviderPass | null> {
  const { turns } = lane;
  if (!(await turns.take(who))) return null;
  const { slots } = lane;
  let moment = slots ? await takeMoment(slots, who) : undefined;
  if (moment !== null && lane.share !== 0) {
    lane.passed.count += 1;
    return {
      leave: turns.giveBack,
      isLate: () => (moment && slots?.moments.isLate(moment)) ?? false,
      async takeAnother() {
        if (moment && slots) moment = await slots.moments.takeAnother(moment);
        return moment !== null;
      },
    };
  }
  turns.giveBack();
  return null;
}

async function takeMoment({ queue, moments }: Moments, who: PermitLane): Promise<SendSlot | null> {
  if (!(await queue.take(who))) return null;
  const moment = await moments.take();
  queue.giveBack();
  return moment;
}

/** What the others have not been told yet, and what the lane holds; from now on there is nothing to tell. */
export function newsOf(lane: ProviderLane, state: ProviderState | undefined): ProviderNews {
  const { provider, maximum, share, successes, troubles, sightings, isUsed } = lane;
  const present = performance.now();
  const taken = lane.turns.taken();
  if (isUsed || taken > 0 || waitingIn(lane) > 0) lane.usedAt = present;
  const { count, since } = lane.passed;
  if (present - since >= 1_000)
    lane.passed = { count: 0, since: present, perSecond: (count * 1_000) / (present - since) };
  const idle = isKnownProvider(provider) ? idleMilliseconds : idleGroupMilliseconds;
  const leaves = share !== null && share > 0 && present - lane.usedAt > idle;
  if (leaves) Object.assign(lane, { share: null, turns: openPermits(0) });
  Object.assign(lane, { isUsed: false, successes: 0, troubles: [], sightings: [] });
  // Grown to its best and well, it has nothing to tell.
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

/** It could not be told: it is news still. */
export function takeNewsBack(lane: ProviderLane, { successes, troubles, sightings }: ProviderNews): void {
  lane.successes += successes;
  lane.troubles.unshift(...troubles);
  lane.sightings.unshift(...sightings);
  if (lane.share === null) lane.turns.letGo();
}

/** @param perMinute null: it takes them as they come */
export function keepMoments(
  lane: ProviderLane,
  perMinute: number | null,
  openMoments: (perMinute: number) => SendSlots,
): void {
  if (lane.slots?.perMinute === (perMinute ?? undefined)) return;
  endMoments(lane);
  if (perMinute === null) return;
  lane.slots = { perMinute, moments: openMoments(perMinute), queue: openPermits(1) };
}

export function endMoments(lane: ProviderLane): void {
  lane.slots?.queue.resize(0);
  void lane.slots?.moments.close();
  lane.slots = undefined;
}

/** Whoever waits goes without, in all or in the lane of one key; who waits for a moment in any case. */
export function letGoOfLane({ turns, slots }: ProviderLane, key?: string): void {
  turns.letGo(key);
  slots?.queue.letGo(key);
  slots?.moments.letGo();
}
