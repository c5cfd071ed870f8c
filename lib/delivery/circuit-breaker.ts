/**
 * Stops asking a server that fails as a whole. Faults that come together are one episode; after each there is a longer pause
 * and then a careful try; after the last, a person has to look.
 */
export type CircuitBreaker = {
  /**
   * Notes a fault. True when patience has run out: the campaign should be paused, and the count begins anew.
   *
   * @param isEndless others send meanwhile, so that nobody has to look: the pauses only get longer
   * @param comeBack where the server asked to come back later: after so many milliseconds, or it did not say when
   */
  noteFault: (now: number, comeBack?: { after: number | null } | null, isEndless?: boolean) => boolean;
  /** What this process knows, for the others; null while nothing is wrong. */
  state: (now: number) => Known | null;
  /** Takes over what another process found out; null: the server takes mail again. */
  adopt: (now: number, known: Known | null) => void;
  /** Something got through as far as an answer about a message. */
  noteSuccess: () => void;
  /** Milliseconds until the server may be tried again, 0 if now. */
  closedFor: (now: number) => number;
  /** After a fault and before a success: one try at a time. */
  isProbing: () => boolean;
  /** Something got through since the last fault, so that a refusal may be about its message alone. */
  isProven: () => boolean;
};

type Known = { episodes: number; openFor: number };

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
  /** Times in a row that it asked to come back later. */
  let asked = 0;
  let openAt = 0;
  let proven = false;
  let isAdopted = false;
  return {
    noteFault(now, comeBack = null, isEndless = false) {
      proven = false;
      isAdopted = false;
      // Of connections that fail at the same time, the first tells it all.
      if (now < openAt) return false;
      const [pauses, count] = comeBack ? [laterPausesMilliseconds, asked] : [pausesMilliseconds, episodes];
      const usual =
        pauses[count] ??
        (isEndless ? (laterPausesMilliseconds.at(count) ?? laterPausesMilliseconds.at(-1)) : undefined);
      const pause = usual && comeBack?.after ? Math.min(comeBack.after, longestAskedMilliseconds) : usual;
      if (comeBack) asked += 1;
      else episodes += 1;
      if (pause !== undefined) {
        openAt = now + pause;
        return false;
      }
      episodes = asked = 0;
      openAt = now + (pausesMilliseconds[0] ?? 0);
      return true;
    },
    noteSuccess() {
      episodes = asked = 0;
      openAt = 0;
      proven = true;
      isAdopted = false;
    },
    state: (now) =>
      episodes + asked > 0 || openAt > now ? { episodes, openFor: Math.max(0, openAt - now) } : null,
    adopt(now, known) {
      if (known === null) {
        // What this process met with itself stands until something gets through.
        if (isAdopted) {
          episodes = asked = 0;
          openAt = 0;
          isAdopted = false;
        }
        return;
      }
      if (now + known.openFor <= openAt && known.episodes <= episodes) return;
      isAdopted = isAdopted || episodes === 0;
      episodes = Math.max(episodes, known.episodes);
      openAt = Math.max(openAt, now + known.openFor);
    },
    closedFor: (now) => Math.max(0, openAt - now),
    isProbing: () => episodes + asked > 0,
    isProven: () => proven,
  };
}
