import type { ServerTrouble, TroubleKind } from "#lib/pacing/server-trouble.ts";

/**
 * Stops asking a server that fails as a whole. Faults that come together count once; after each there is a longer pause and
 * then one careful try. What a person must mend ends after a few tries; what may pass by itself is tried for ever.
 */
export type CircuitBreaker = {
  /**
   * Notes a fault. True when patience has run out: the campaign should be paused, and the count begins anew.
   *
   * @param after milliseconds that the server asked for, null if it named no time
   * @param isEndless another way may open by itself, so that nobody has to look: the pauses only get longer
   */
  noteFault: (now: number, kind: TroubleKind, after?: number | null, isEndless?: boolean) => boolean;
  /** What this process knows, for the others; null while nothing is wrong. */
  state: (now: number) => ServerTrouble | null;
  /** The others were told. From now on, nothing being known to them means that one of them got through. */
  noteTold: () => void;
  /** Takes over what all together know; null: the server takes mail. */
  adopt: (now: number, known: ServerTrouble | null) => void;
  /** Another process got through. */
  forget: () => void;
  /** Something got through as far as an answer about a message. */
  noteSuccess: () => void;
  /** Milliseconds until the server may be tried again, 0 if now. */
  closedFor: (now: number) => number;
  /** After a fault and before a success: one try at a time, of all processes. */
  isProbing: () => boolean;
  /** It will not come back before a person changes something. */
  needsPerson: () => boolean;
  /** Something got through since the last fault, so that a refusal may be about its message alone. */
  isProven: () => boolean;
};

/** Seconds after each fault in a row. */
const pauses = {
  /** A restarted program is back within seconds, a machine within minutes; then it is asked every five minutes. */
  away: [1, 2, 4, 8, 15, 15, 30, 30, 60, 60, 120, 120, 300],
  /** Nobody who asks for time wants to be asked soon. */
  asked: [30, 60, 120, 300, 600, 900],
  /** After the third a person has to look, unless there are other servers. */
  mend: [1, 4],
} as const satisfies Record<TroubleKind, readonly number[]>;

const mendAgainSeconds = [120, 300, 600, 900];

/** A pause that a server asks for is believed up to an hour. */
const longestAskedMilliseconds = 3_600_000;

export function openCircuitBreaker(): CircuitBreaker {
  let kind: TroubleKind | undefined;
  /** Faults of this kind in a row: what fails in another way has changed, and begins with short pauses. */
  let times = 0;
  let openAt = 0;
  let proven = false;
  let isTold = false;

  function clear(): void {
    kind = undefined;
    times = openAt = 0;
  }

  return {
    noteFault(now, fault, after = null, isEndless = false) {
      proven = false;
      // Of connections that fail at the same time, the first tells it all.
      if (now < openAt) return false;
      isTold = false;
      if (kind !== fault) times = 0;
      kind = fault;
      times += 1;
      const pause = pauseAfter(kind, times, isEndless);
      if (pause === null) {
        times = 0;
        openAt = now + pauses.mend[0] * 1_000;
        return true;
      }
      openAt = now + (kind === "asked" && after ? Math.min(after, longestAskedMilliseconds) : pause);
      return false;
    },
    noteSuccess() {
      clear();
      proven = true;
    },
    state: (now) => (kind === undefined ? null : { kind, times, openFor: Math.max(0, openAt - now) }),
    noteTold() {
      isTold = true;
    },
    adopt(now, known) {
      if (known === null) {
        // What this process met with itself stands until it was told, or until something gets through.
        if (isTold) clear();
        return;
      }
      // Told, and yet they know of an earlier moment or fewer faults: a person wants it tried, and that try counts for nothing.
      // Whoever tries still has to ask for the right to.
      if (isTold && known.kind === kind) {
        openAt = Math.min(openAt, now + known.openFor);
        times = Math.min(times, known.times);
      }
      const isNews = known.kind !== kind || known.times > times || now + known.openFor > openAt;
      if (!isNews) return;
      if (kind === undefined) isTold = true;
      times = known.kind === kind ? Math.max(times, known.times) : known.times;
      kind = known.kind;
      openAt = Math.max(openAt, now + known.openFor);
    },
    forget: clear,
    closedFor: (now) => Math.max(0, openAt - now),
    isProbing: () => kind !== undefined,
    needsPerson: () => kind === "mend",
    isProven: () => proven,
  };
}

/** Milliseconds; null when a person has to look. */
function pauseAfter(kind: TroubleKind, times: number, isEndless: boolean): number | null {
  const usual: readonly number[] =
    kind === "mend" && isEndless ? [...pauses.mend, ...mendAgainSeconds] : pauses[kind];
  const seconds = usual[times - 1] ?? (kind === "mend" && !isEndless ? null : usual.at(-1));
  return seconds === null || seconds === undefined ? null : seconds * 1_000;
}
