export type GroupCommit<Item, Result> = {
  /** Resolves with the item's own result once its group is committed; rejects as the group's commit does. */
  add: (item: Item) => Promise<Result>;
};

/**
 * Turns many small writes into few commits: what arrives while a commit runs goes together, in the order in which it came. One
 * commit at a time, so that under load groups grow by themselves, and without load nobody waits.
 *
 * @param commit writes the items and returns their results in the same order
 */
export function openGroupCommit<Item, Result>(options: {
  mostItems: number;
  commit: (items: Item[]) => Promise<Result[]>;
}): GroupCommit<Item, Result> {
  const { mostItems, commit } = options;
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let isBusy = false;

  async function run(): Promise<void> {
    const group = waiting.slice(0, mostItems);
    waiting = waiting.slice(mostItems);
    try {
      const results = await commit(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    isBusy = false;
    arrange();
  }

  /** At the end of this turn of the event loop: what the same packet brought goes together. */
  function arrange(): void {
    if (isBusy || waiting.length === 0) return;
    isBusy = true;
    setImmediate(() => void run());
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        arrange();
      }),
  };
}
