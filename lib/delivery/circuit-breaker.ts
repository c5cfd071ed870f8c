/**
 * Stops asking a server that fails as a whole. Faults that come together are one episode; after each there is a longer pause
 * and then a careful try; after the last, a person has to look.
 */
export type CircuitBreaker = {
  /**
   * Notes a fault. True when patience has run out: the campaign should be paused, and the count begins anew.
   *
   * @param comeBack where the server asked to come back later: after so many milliseconds, or it did not say when
   */
  noteFault: (now: number, comeBack?: { after: number | null } | null) => boolean;
  /** Something got through as far as an answer about a message. */
  noteSuccess: () => void;
  /** Milliseconds until the server may be tried again, 0 if now. */
  closedFor: (now: number) => number;
  /** After a fault and before a success: one try at a time. */
  isProbing: () => boolean;
  /** Something got through since the last fault, so that a refusal may be about its message alone. */
  isProven: () => boolean;
};

/** Pauses after the first and the second fault in a row; the third is the last. A restarting relay is back within that. */
const pausesMilliseconds = [1_000, 4_000];

/** A server that asks to come back later gets this patience, about two hours, before a person is asked to look. */
const laterPausesMilliseconds = [30, 60, 120, 300, 600, 900, 900, 900, 900, 900, 900, 900].map(
  (seconds) => seconds * 1_000,
);

/** A pause that a server asks for is believed up to an hour. */
const longestAskedMilliseconds = 3_600_000;

export function openCircuitBreaker(): CircuitBreaker {
  let episodes = 0;
  let openAt = 0;
  let proven = false;
  return {
    noteFault(now, comeBack = null) {
      proven = false;
      // Of connections that fail at the same time, the first tells it all.
      if (now < openAt) return false;
      const usual = (comeBack ? laterPausesMilliseconds : pausesMilliseconds)[episodes];
      const pause = usual && comeBack?.after ? Math.min(comeBack.after, longestAskedMilliseconds) : usual;
      episodes += 1;
      if (pause !== undefined) {
        openAt = now + pause;
        return false;
      }
      episodes = 0;
      openAt = now + (pausesMilliseconds[0] ?? 0);
      return true;
    },
    noteSuccess() {
      episodes = 0;
      openAt = 0;
      proven = true;
    },
    closedFor: (now) => Math.max(0, openAt - now),
    isProbing: () => episodes > 0,
    isProven: () => proven,
  };
}
