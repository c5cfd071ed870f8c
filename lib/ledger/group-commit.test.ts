import { expect, test } from "vitest";
import { openGroupCommit } from "./group-commit.ts";

test("what comes together is committed together, each with its own result, one commit at a time", async () => {
  const groups: number[][] = [];
  let running = 0;
  const group = openGroupCommit<number, string>({
    mostItems: 4,
    async commit(items) {
      running += 1;
      expect(running).toBe(1);
      groups.push(items);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return items.map((item) => `result ${item}`);
    },
  });
  const results = await Promise.all(Array.from({ length: 10 }, (_, index) => group.add(index)));
  expect(results).toEqual(Array.from({ length: 10 }, (_, index) => `result ${index}`));
  expect(groups).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
});

test("a commit that fails fails its own items and no others", async () => {
  const group = openGroupCommit<string, string>({
    mostItems: 1,
    commit: (items) => (items[0] === "bad" ? Promise.reject(new Error("refused")) : Promise.resolve(items)),
  });
  const results = await Promise.allSettled(["good", "bad", "fine"].map(group.add));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});
