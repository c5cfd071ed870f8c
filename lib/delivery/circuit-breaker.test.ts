import { expect, test } from "vitest";
import { openCircuitBreaker } from "./circuit-breaker.ts";

test("faults that come together count once, and the third in a row is the last", () => {
  const breaker = openCircuitBreaker();
  expect([0, 1, 999].map((now) => breaker.noteFault(now))).toEqual([false, false, false]);
  expect(breaker.closedFor(400)).toBe(600);
  expect(breaker.isProbing()).toBe(true);
  expect(breaker.noteFault(1_000)).toBe(false);
  expect(breaker.closedFor(1_000)).toBe(4_000);
  expect(breaker.noteFault(5_000)).toBe(true);
});

test("after somebody has looked, the count begins anew", () => {
  const breaker = openCircuitBreaker();
  for (const now of [0, 1_000, 5_000]) breaker.noteFault(now);
  expect(breaker.noteFault(60_000)).toBe(false);
});

test("an answer about a message opens it again", () => {
  const breaker = openCircuitBreaker();
  breaker.noteFault(0);
  expect(breaker.isProven()).toBe(false);
  breaker.noteSuccess();
  expect(breaker).toSatisfy(
    (each: typeof breaker) => each.isProven() && !each.isProbing() && each.closedFor(1) === 0,
  );
  expect([10, 2_000].map((now) => breaker.noteFault(now))).toEqual([false, false]);
});
