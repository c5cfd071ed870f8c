import { expect, test } from "vitest";
import { openSendRate } from "./send-rate.ts";

test("no more than the rate leave in any second, and a second's worth may leave at once", () => {
  const rate = openSendRate(10);
  const leaves = Array.from({ length: 45 }, () => 1_000_000 + rate.reserve(1_000_000));
  expect(leaves.filter((at) => at === 1_000_000)).toHaveLength(10);
  for (const start of leaves) {
    expect(leaves.filter((at) => at > start && at <= start + 1_000).length).toBeLessThanOrEqual(10);
  }
  expect(Math.max(...leaves)).toBe(1_000_000 + 3_500);
});

test("a bucket fills again, and no fuller than a second's worth", () => {
  const rate = openSendRate(2);
  for (let count = 0; count < 4; count += 1) rate.reserve(0);
  expect([1, 2, 3].map(() => rate.reserve(60_000))).toEqual([0, 0, 500]);
});

test("a rate below one a second is one at a time", () => {
  const rate = openSendRate(0.1);
  expect([rate.reserve(0), rate.reserve(0), rate.reserve(0)]).toEqual([0, 10_000, 20_000]);
});

test("without a rate nobody waits", () => {
  const rate = openSendRate(null);
  for (let count = 0; count < 1_000; count += 1) expect(rate.reserve(0)).toBe(0);
});
