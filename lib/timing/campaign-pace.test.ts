import { expect, test } from "vitest";
import { paceOf } from "./campaign-pace.ts";

test("the slower of the campaign's limit and its even spread counts, and neither is no limit", () => {
  expect(paceOf({ maxPerSecond: null, spreadHours: null, audience: 10 })).toBeNull();
  expect(paceOf({ maxPerSecond: 5, spreadHours: null, audience: 10 })).toBe(5);
  expect(paceOf({ maxPerSecond: null, spreadHours: 2, audience: 7_200 })).toBe(1);
  expect(paceOf({ maxPerSecond: 5, spreadHours: 2, audience: 7_200 })).toBe(1);
  expect(paceOf({ maxPerSecond: 0.5, spreadHours: 2, audience: 7_200 })).toBe(0.5);
});
