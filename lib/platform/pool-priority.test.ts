import { readdirSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { expect, test } from "vitest";
import { lowerPoolPriority } from "./pool-priority.ts";

test("the thread pool goes after the main thread, which keeps its priority, and no lower when asked again", async () => {
  const before = getPriority();
  const lowered = await lowerPoolPriority();
  expect(poolPriorities()).toEqual(Array(lowered).fill(Math.min(19, before + 10)));
  expect(lowered).toBeGreaterThan(0);
  expect(getPriority()).toBe(before);

  expect(await lowerPoolPriority()).toBe(lowered);
  expect(poolPriorities()).toEqual(Array(lowered).fill(Math.min(19, before + 10)));
});

function poolPriorities(): number[] {
  return readdirSync("/proc/self/task")
    .filter((id) => readFileSync(`/proc/self/task/${id}/comm`, "utf8").trim() === "libuv-worker")
    .map((id) => getPriority(Number(id)));
}
