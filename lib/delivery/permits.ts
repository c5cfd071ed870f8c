/** Whose turn it is: permits go round the lanes that wait, one at a time, so that a long lane does not keep a short one waiting. */
export type PermitLane = {
  key: string;
  /** Before every lane that does not. */
  goesFirst: boolean;
};

export type Permits = {
  /** Waits for a permit; within a lane first come, first served. Each must be given back once. */
  take: (lane: PermitLane) => Promise<void>;
  giveBack: () => void;
  /** From now on there are so many. Who has one keeps it. */
  resize: (count: number) => void;
  /** How many are taken. */
  taken: () => number;
  /** How many wait for one, in all or in one lane. */
  waiting: (key?: string) => number;
};

type WaitingLane = { goesFirst: boolean; queue: (() => void)[] };

/** A number of permits: so many may do something at a time. */
export function openPermits(initialCount: number): Permits {
  /** Only lanes in which somebody waits, the one whose turn it is first. */
  const lanes = new Map<string, WaitingLane>();
  let count = initialCount;
  let taken = 0;

  function handOut(): void {
    while (taken < count && lanes.size > 0) {
      const [key, lane] = nextLane();
      const next = lane.queue.shift();
      lanes.delete(key);
      if (lane.queue.length > 0) lanes.set(key, lane);
      taken += 1;
      next?.();
    }
  }

  function nextLane(): [string, WaitingLane] {
    const all = [...lanes];
    return (all.find(([, { goesFirst }]) => goesFirst) ?? all[0]) as [string, WaitingLane];
  }

  return {
    take({ key, goesFirst }) {
      if (taken < count && lanes.size === 0) {
        taken += 1;
        return Promise.resolve();
      }
      const lane = lanes.get(key) ?? { goesFirst, queue: [] };
      lanes.set(key, lane);
      return new Promise((resolve) => lane.queue.push(resolve));
    },
    giveBack() {
      taken -= 1;
      handOut();
    },
    resize(wanted) {
      count = wanted;
      handOut();
    },
    taken: () => taken,
    waiting: (key) =>
      key === undefined
        ? [...lanes.values()].reduce((sum, { queue }) => sum + queue.length, 0)
        : (lanes.get(key)?.queue.length ?? 0),
  };
}
