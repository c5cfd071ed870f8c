import type { PermitLane, Permits } from "#lib/pacing/permits.ts";

/** The claim or the connection was lost, or the campaign is not sending any more: this message's dot must not leave. */
export class DotRefused extends Error {}

export type DotPermit = {
  /** @throws DotRefused when none will come */
  take: () => Promise<void>;
  /** Without effect where none is held. */
  giveBack: () => void;
};

/** Taken before the mark and held until the verdict is handed in, so that no more are in doubt than there are connections. */
export function openDotPermit(dots: Permits, lane: PermitLane): DotPermit {
  let isTaken = false;
  return {
    async take() {
      if (!(await dots.take(lane))) throw new DotRefused();
      isTaken = true;
    },
    giveBack() {
      if (isTaken) dots.giveBack();
      isTaken = false;
    },
  };
}
