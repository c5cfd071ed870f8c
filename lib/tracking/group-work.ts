/**
 * Joins calls that come at nearly the same time into one piece of work, such as one commit for many events. One group is done
 * at a time; those that come meanwhile are the next one, so that groups grow with the load.
 *
 * @param run does a group; gives one result per item, in order
 * @param waitMilliseconds how long the first of a group waits for others
 * @param largest a group of this size starts at once
 * @returns does one item, as part of a group; rejects when its group's work threw
 */
export function groupWork<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { waitMilliseconds, largest }: { waitMilliseconds: number; largest: number },
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  const waiting: Waiting[] = [];
  let busy = false;
  let timer: NodeJS.Timeout | undefined;

  const start = async () => {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    timer = undefined;
    const group = waiting.splice(0, largest);
    try {
      const results = await run(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
    busy = false;
    if (waiting.length > 0) void start();
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length >= largest) void start();
      else if (!busy) timer ??= setTimeout(() => void start(), waitMilliseconds);
    });
}
