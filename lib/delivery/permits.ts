export type Permits = {
  /** Waits for a permit; first come, first served. Each must be given back once. */
  take: () => Promise<void>;
  giveBack: () => void;
  /** How many wait for one. */
  waiting: () => number;
};

/** A fixed number of permits: so many may do something at a time. */
export function openPermits(count: number): Permits {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    take() {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
    waiting: () => waiting.length,
  };
}
