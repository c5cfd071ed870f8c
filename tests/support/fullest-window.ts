/** How many of the things that are noted happened within any so many milliseconds. */
export type FullestWindow = {
  note: () => void;
  /** The most of them; after that nothing is noted any more. */
  most: () => number;
};

const tickMilliseconds = 10;

/**
 * By this process's clock, and fair to the others: what came while this process was held up is seen all at once when it goes on, so each
 * is taken to have come at any time since the process was last seen to run. Only what surely was within the window counts.
 */
export function openFullestWindow(milliseconds: number): FullestWindow {
  const noted: { earliest: number; latest: number }[] = [];
  // The last two: the timer runs before what has come in meanwhile is heard of.
  let [before, last] = [performance.now(), performance.now()];
  const timer = setInterval(() => {
    before = last;
    last = performance.now();
  }, tickMilliseconds);
  return {
    note: () => noted.push({ earliest: before, latest: performance.now() }),
    most() {
      clearInterval(timer);
      const counts = noted.map(({ earliest }, index) => {
        const after = noted.findIndex(
          ({ latest }, other) => other > index && latest > earliest + milliseconds,
        );
        return (after === -1 ? noted.length : after) - index;
      });
      return Math.max(0, ...counts);
    },
  };
}
