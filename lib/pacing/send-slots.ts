import type { ReservedSlots } from "./slot-store.ts";

/** A moment of one's own: it was there `at`, by performance.now(). */
export type SendSlot = { at: number; counted: Counted | null };

/** Under which minute it counts, where a cap holds, and until when it is sure to be in that one or the next. */
type Counted = { minute: Date; until: number };

/** The moments at which messages may go, kept in this process from a reservation until they are used. */
export type SendSlots = {
  /** Waits for a moment of one's own. Null: not now, because the process ends, the cap is used up, or nobody can say. */
  take: () => Promise<SendSlot | null>;
  /** A moment that was taken is not used after all: whoever waits has it, unless it is too late for that. */
  putBack: (slot: SendSlot) => void;
  /** What was taken is over by now: used all the same, it would come on top of the next. */
  isLate: (slot: SendSlot) => boolean;
  /**
   * Waits for another in place of one that is late, before all who have had none: nobody can use that any more, and no cap shall
   * count it.
   */
  takeAnother: (late: SendSlot) => Promise<SendSlot | null>;
  /** Milliseconds, a minute at most, in which nobody need ask as the cap is used up; 0 while it is not. */
  fullFor: () => number;
  /** Whoever waits goes without. */
  letGo: () => void;
  /** Lets everybody who waits go without, and gives back what nobody will use. */
  close: () => Promise<void>;
};

type SlotSource = {
  reserve: (wanted: number) => Promise<ReservedSlots>;
  /** Those that a cap counts. */
  giveBack: (countedIn: Date, unused: number) => Promise<void>;
  /** Most to reserve at a time. */
  atOnce: number;
  /** How many more will soon ask, beside those who wait already. */
  coming: () => number;
  isStopping: () => boolean;
};

/** A slot that is later than this is not used any more: otherwise a worker that was held up would send all it missed at once. */
const latestMilliseconds = 250;

/**
 * A cap counts by the minute, and a moment may be used in its own or the next (count-store.ts). From when its reservation was asked
 * for, and of several from the first: it lies no earlier than that.
 */
const countedMilliseconds = 59_000;

/** A cap may have room sooner than the database said: other processes give back what they did not use. */
const askAgainMilliseconds = 60_000;

/** How often those who wait look whether the process is to end. */
const lookMilliseconds = 250;

export function openSendSlots(source: SlotSource): SendSlots {
  const waiting: ((slot: SendSlot | null) => void)[] = [];
  /** By performance.now(), as all moments here; in order. */
  const slots: SendSlot[] = [];
  let fullUntil = 0;
  /** How often something was given back. */
  let timesGivenBack = 0;
  /** From slot to slot at the moment; 0 without a rate. */
  let spacing = 0;
  let isReserving = false;
  let timer: NodeJS.Timeout | undefined;

  function work(): void {
    clearTimeout(timer);
    timer = undefined;
    if (source.isStopping()) {
      letGo();
      return;
    }
    handOut();
    if (waiting.length === 0) return;
    void reserveMore();
    const next = slots[0] === undefined ? lookMilliseconds : slots[0].at - performance.now();
    timer = setTimeout(work, Math.min(lookMilliseconds, Math.max(1, Math.ceil(next))));
  }

  function handOut(): void {
    const now = performance.now();
    const inTime = slots.findIndex(({ at }) => at >= now - latestMilliseconds);
    const late = inTime === -1 ? slots.length : inTime;
    if (late > 0) void returnUnused(slots.splice(0, late));
    for (let next = slots[0]; waiting.length > 0 && next !== undefined && next.at <= now; next = slots[0]) {
      slots.shift();
      waiting.shift()?.({ ...next, at: now });
    }
  }

  /** Behind half of what is at hand, so that the next slots are there before these are used up. */
  async function reserveMore(): Promise<void> {
    if (performance.now() < fullUntil) {
      if (slots.length === 0) letGo();
      return;
    }
    const wanted = Math.min(source.atOnce, waiting.length + source.coming()) - slots.length;
    if (isReserving || wanted <= 0 || slots.length > source.atOnce / 2) return;
    isReserving = true;
    const askedAt = performance.now();
    const givenBackBefore = timesGivenBack;
    try {
      const reserved = await source.reserve(wanted);
      const first = performance.now() + reserved.startsIn;
      const until = askedAt + reserved.startsIn + countedMilliseconds;
      const counted = reserved.countedIn && { minute: reserved.countedIn, until };
      if (reserved.granted > 0) spacing = reserved.spacing;
      for (let index = 0; index < reserved.granted; index += 1)
        slots.push({ at: first + index * reserved.spacing, counted });
      // Asked again at once, the database would only say the same, unless something was given back after it had counted.
      if (reserved.granted === 0 && timesGivenBack === givenBackBefore) {
        const fullFor = Math.min(askAgainMilliseconds, Math.max(lookMilliseconds, reserved.fullFor));
        fullUntil = performance.now() + fullFor;
      }
    } catch {
      // Whoever waited gives its message back; what the database's trouble is shows at the next claim.
      letGo();
    } finally {
      isReserving = false;
    }
    work();
  }

  function letGo(): void {
    for (const resolve of waiting.splice(0)) resolve(null);
  }

  async function returnUnused(unused: SendSlot[]): Promise<void> {
    for (const [minute, { length }] of Map.groupBy(unused, ({ counted }) => counted?.minute.getTime())) {
      if (minute === undefined) continue;
      await source.giveBack(new Date(minute), length).catch(() => undefined);
      // The cap has room for them.
      fullUntil = 0;
      timesGivenBack += 1;
    }
  }

  return {
    take() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        work();
      });
    },
    putBack(slot) {
      slots.unshift(slot);
      work();
    },
    isLate({ at, counted }) {
      const now = performance.now();
      const age = now - at;
      if (counted && now > counted.until) return true;
      // At a slow rate, one that is late by less than a slot is alone in its own.
      return spacing > 0 && age > Math.max(latestMilliseconds, spacing);
    },
    async takeAnother(late) {
      await returnUnused([late]);
      return new Promise((resolve) => {
        waiting.unshift(resolve);
        work();
      });
    },
    fullFor: () => Math.max(0, fullUntil - performance.now()),
    letGo,
    async close() {
      clearTimeout(timer);
      letGo();
      await returnUnused(slots.splice(0));
    },
  };
}
