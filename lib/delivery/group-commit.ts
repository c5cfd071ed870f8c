export type GroupCommit<Item, Result> = {
  /** Resolves with the item's own result once its group is committed; rejects as the group's commit does. */
  add: (item: Item) => Promise<Result>;
};

/**
 * Turns many small writes into few commits: what arrives while a commit runs, or within the window after the first, goes
 * together. One commit at a time, so that under load groups grow by themselves.
 *
 * @param commit writes the items and returns their results in the same order
 */
export function openGroupCommit<Item, Result>(options: {
  windowMilliseconds: number;
  /** A full group does not wait for its window. */
  mostItems: number;
  commit: (items: Item[]) => Promise<Result[]>;
}): GroupCommit<Item, Result> {
  const { windowMilliseconds, mostItems, commit } = options;
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let isRunning = false;
  let timer: NodeJS.Timeout | undefined;
  let immediate: NodeJS.Immediate | undefined;

  async function run(): Promise<void> {
    clearTimeout(timer);
    clearImmediate(immediate);
    timer = undefined;
    immediate = undefined;
    isRunning = true;
    const group = waiting.slice(0, mostItems);
    waiting = waiting.slice(mostItems);
    try {
      const results = await commit(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    isRunning = false;
    arrange();
  }

  function arrange(): void {
    if (isRunning || waiting.length === 0) return;
    if (waiting.length >= mostItems) void run();
    else if (windowMilliseconds > 0) timer ??= setTimeout(() => void run(), windowMilliseconds);
    else immediate ??= setImmediate(() => void run());
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        arrange();
      }),
  };
}
