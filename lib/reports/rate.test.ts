import { expect, test } from "vitest";
import { readRate } from "./rate.ts";

test("the interval holds the rate and narrows as the base grows", () => {
  const few = readRate(5, 20);
  const many = readRate(500, 2_000);
  expect(few.value).toBe(0.25);
  expect(few.low).toBeCloseTo(0.112, 3);
  expect(few.high).toBeCloseTo(0.469, 3);
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 5);
});

test("nobody out of many is not certainly nobody, and never below nought", () => {
  const none = readRate(0, 100);
  expect(none.low).toBe(0);
  expect(none.high).toBeGreaterThan(0.03);
  expect(readRate(100, 100).high).toBeCloseTo(1, 9);
});

test("a base under 50 is too small to judge, no base at all gives no rate", () => {
  expect(readRate(10, 49).isSmall).toBe(true);
  expect(readRate(10, 50).isSmall).toBe(false);
  expect(readRate(0, 0)).toMatchObject({ value: 0, base: 0, isSmall: true });
});
