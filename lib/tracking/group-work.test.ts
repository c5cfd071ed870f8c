import { expect, test } from "vitest";
import { groupWork } from "./group-work.ts";

test("calls of the same moment are one piece of work, each with its own result", async () => {
  const groups: number[][] = [];
  const double = groupWork(
    async (items: number[]) => {
      groups.push(items);
      return items.map((item) => item * 2);
    },
    { waitMilliseconds: 1, largest: 3 },
  );
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(groups).toEqual([[1, 2, 3], [4]]);
});

test("when the work fails, everyone in the group learns it and the next group is not touched", async () => {
  let first = true;
  const fragile = groupWork(
    async (items: number[]) => {
      if (!first) return items;
      first = false;
      throw new Error("no database");
    },
    { waitMilliseconds: 1, largest: 2 },
  );
  const failed = await Promise.allSettled([fragile(1), fragile(2)]);
  expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await fragile(3)).toBe(3);
});
