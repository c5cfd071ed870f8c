/** Whose turn it is: permits go round the lanes that wait, one at a time, so that a long lane does not keep a short one waiting. */
export type PermitLane = {
  key: string;
  /** Before every lane that does not. */
  goesFirst: boolean;
  /** Within its lane before all that do not: it holds something that others wait for. */
  isAhead?: boolean;
};

export type Permits = {
  /** Waits for a permit; within a lane first come, first served. Each must be given back once. False: none will come, go without. */
  take: (lane: PermitLane) => Promise<boolean>;
  giveBack: () => void;
  /** From now on there are so many. Who has one keeps it; with 0, nobody waits for one any more. */
  resize: (count: number) => void;
  /** Whoever waits goes without, in all or in one lane. */
  letGo: (key?: string) => void;
  /** How many are taken. */
  taken: () => number;
  /** How many wait for one, in all or in one lane. */
  waiting: (key?: string) => number;
};

/** The first so many of the queue are ahead of the others. */
type WaitingLane = { goesFirst: boolean; ahead: number; queue: ((mayGo: boolean) => void)[] };

/** A number of permits: so many may do something at a time. Opened with 0, those who come wait until there are some. */
export function openPermits(initialCount: number): Permits {
  /** Only lanes in which somebody waits, the one whose turn it is first. */
  const lanes = new Map<string, WaitingLane>();
  let count = initialCount;
  let isClosed = false;
  let taken = 0;

  function handOut(): void {
    while (taken < count && lanes.size > 0) {
      const [key, lane] = nextLane();
      const next = lane.queue.shift();
      lane.ahead = Math.max(0, lane.ahead - 1);
      lanes.delete(key);
      if (lane.queue.length > 0) lanes.set(key, lane);
      taken += 1;
      next?.(true);
    }
  }

  function letGo(key?: string): void {
    for (const each of key === undefined ? [...lanes.keys()] : [key]) {
      const queue = lanes.get(each)?.queue ?? [];
      lanes.delete(each);
      for (const resolve of queue) resolve(false);
    }
  }

  function nextLane(): [string, WaitingLane] {
    const all = [...lanes];
    return (all.find(([, { goesFirst }]) => goesFirst) ?? all[0]) as [string, WaitingLane];
  }

  return {
    take({ key, goesFirst, isAhead = false }) {
      if (taken < count && lanes.size === 0) {
        taken += 1;
        return Promise.resolve(true);
      }
      if (isClosed) return Promise.resolve(false);
      const lane = lanes.get(key) ?? { goesFirst, ahead: 0, queue: [] };
      lanes.set(key, lane);
      return new Promise((resolve) => {
        if (isAhead) lane.queue.splice(lane.ahead++, 0, resolve);
        else lane.queue.push(resolve);
      });
    },
    giveBack() {
      taken -= 1;
      handOut();
    },
    resize(wanted) {
      count = wanted;
      isClosed = wanted === 0;
      if (isClosed) letGo();
      else handOut();
    },
    letGo,
    taken: () => taken,
    waiting: (key) =>
      key === undefined
        ? [...lanes.values()].reduce((sum, { queue }) => sum + queue.length, 0)
        : (lanes.get(key)?.queue.length ?? 0),
  };
}
