import { isStopping, pauseUntilStopped } from "#lib/lines/running-parts.ts";
import { takeNearMoment } from "#lib/pacing/moment-store.ts";
import { slotsAtOnce } from "#lib/pacing/send-limits.ts";
import { openSendSlots, type SendSlot, type SendSlots } from "#lib/pacing/send-slots.ts";
import { reserveSlots } from "#lib/pacing/slot-store.ts";
import { paceOf } from "#lib/timing/campaign-pace.ts";
import type { SendingCampaign } from "./campaign-store.ts";

/** A campaign's own rate, as this process keeps to it; it holds across workers, as the moments come from one row. */
export type CampaignPace = {
  /**
   * Asked right before a message begins, which it then does. One that would come on top of what has begun, here or in another
   * worker, is given back, so that it holds no connection: false.
   */
  mayGo: (moment: SendSlot) => boolean | Promise<boolean>;
} & (
  | {
      kind: "slots";
      perSecond: number;
      /** Waits for the campaign's next moment. Null: not now, because the process ends or nobody can say. */
      take: () => Promise<SendSlot | null>;
      /** A moment is over by now: used all the same, it would come on top of the next. */
      isLate: (moment: SendSlot) => boolean;
      /** A moment is not used after all: whoever waits next has it. */
      putBack: (moment: SendSlot) => void;
      /** Waits for another in place of one that is late, before those who have had none. */
      takeAnother: (late: SendSlot) => Promise<SendSlot | null>;
      /** How many wait for one. */
      waiting: () => number;
    }
  /**
   * Slower than one a second: a message is claimed when its moment is near, so that a pause finds none waiting for hours, and each
   * asks the other workers before it begins.
   */
  | { kind: "seldom"; takeNear: (withinMilliseconds: number) => Promise<number | null> }
);

type Kept = { perSecond: number; slots: SendSlots; waiting: number };

const kept = new Map<string, Kept>();
const mostKept = 100;

/** The pace of a campaign; null for one that goes as fast as its server takes it. */
export function campaignPace(campaign: SendingCampaign): CampaignPace | null {
  const perSecond = paceOf(campaign);
  if (perSecond === null) return null;
  const key = `campaign ${campaign.id}`;
  if (perSecond < 1) {
    const spacing = 1_000 / perSecond;
    // One message at a time is claimed for it.
    let mayGoSince = Number.NEGATIVE_INFINITY;
    return {
      kind: "seldom",
      takeNear: (within) => takeNearMoment(key, spacing, within),
      async mayGo() {
        // Asked again when a connection turned out to be closed before it took MAIL: nobody else has begun since.
        if (performance.now() - mayGoSince < spacing) return true;
        if (!(await takeBeginning(key, spacing, nearMilliseconds))) return false;
        mayGoSince = performance.now();
        return true;
      },
    };
  }
  const pace = findKept(key, perSecond);
  const { take, takeAnother, isLate } = pace.slots;
  async function wait(moment: Promise<SendSlot | null>): Promise<SendSlot | null> {
    pace.waiting += 1;
    try {
      return await moment;
    } finally {
      pace.waiting -= 1;
    }
  }
  return {
    kind: "slots",
    perSecond,
    isLate,
    mayGo(moment) {
      const spacing = 1_000 / perSecond;
      const late = isLate(moment);
      if (!mayGoHere(key, spacing, late)) return false;
      return !late || takeBeginning(key, spacing, earlyMilliseconds);
    },
    take: () => wait(take()),
    takeAnother: (late) => wait(takeAnother(late)),
    putBack: pace.slots.putBack,
    waiting: () => pace.waiting,
  };
}

/** Who has a connection that nobody else needs as much may wait so long with it. */
const nearMilliseconds = 3_000;

/** Waits until nothing of the campaign has begun in any worker for as long as moments are apart. False: that is not near. */
async function takeBeginning(key: string, spacing: number, within: number): Promise<boolean> {
  const wait = await takeNearMoment(`${key} begun`, spacing, within);
  await pauseUntilStopped(wait ?? 0);
  return wait !== null;
}

/** By campaign with many a second: when the next would follow all that have begun here, each as long after the other as moments are apart. */
const nextAt = new Map<string, number>();

/** So much earlier is as good: it is what connections differ in. */
const earlyMilliseconds = 250;

function mayGoHere(key: string, spacing: number, isLate: boolean): boolean {
  const now = performance.now();
  const next = nextAt.get(key) ?? now;
  if (isLate && next - now > earlyMilliseconds) return false;
  if (nextAt.size >= mostKept) nextAt.delete(nextAt.keys().next().value ?? "");
  nextAt.delete(key);
  nextAt.set(key, Math.max(next, now) + spacing);
  return true;
}

/** Whoever waits for a campaign's moment goes without: all, or those of one campaign. */
export function letGoOfPaces(campaignId?: string): void {
  const keys = campaignId === undefined ? [...kept.keys()] : [`campaign ${campaignId}`];
  for (const key of keys) kept.get(key)?.slots.letGo();
}

/** A pace that has changed (more recipients were written) begins anew; who waits at the old one gets the moments reserved. */
function findKept(key: string, perSecond: number): Kept {
  const known = kept.get(key);
  if (known?.perSecond === perSecond) return known;
  const limits = { perSecond, hourlyCap: null, dailyCap: null };
  const opened: Kept = {
    perSecond,
    waiting: 0,
    slots: openSendSlots({
      reserve: (wanted) => reserveSlots(key, wanted, limits),
      giveBack: async () => undefined,
      atOnce: slotsAtOnce(limits),
      coming: () => 0,
      isStopping,
    }),
  };
  // It holds a few unused moments at most, so an old one is forgotten without harm.
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? "");
  kept.delete(key);
  kept.set(key, opened);
  return opened;
}
