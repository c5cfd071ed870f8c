import { expect, test } from "vitest";
import { type FinalResult, isGivenUp } from "./soft-bounces.ts";

const now = new Date("2026-11-22T00:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const history = (results: string, everyDays = 7): FinalResult[] =>
  [...results].map((letter, index) => ({
    at: daysAgo((results.length - 1 - index) * everyDays),
    result: letter === "s" ? "soft" : "arrived",
  }));
const givenUp = (
  results: FinalResult[],
  { lastEngagedAt = null as Date | null, since = null as Date | null } = {},
) => isGivenUp(results, { lastEngagedAt, since, now });

test("five campaigns in a row are enough for somebody who never read anything, four are not", () => {
  expect(givenUp(history("ssss"))).toBe(false);
  expect(givenUp(history("sssss"))).toBe(true);
});

test("somebody who read mail in the last 90 days gets ten", () => {
  const lastEngagedAt = daysAgo(80);
  expect(givenUp(history("sssssssss"), { lastEngagedAt })).toBe(false);
  expect(givenUp(history("ssssssssss"), { lastEngagedAt })).toBe(true);
  expect(givenUp(history("sssss"), { lastEngagedAt: daysAgo(91) })).toBe(true);
});

test("a burst within two weeks is no proof", () => {
  expect(givenUp(history("ssssssss", 1))).toBe(false);
  expect(givenUp(history("sssss", 3.5))).toBe(true);
});

test("an arrival halves the count; reading, or a person's decision, begins it anew", () => {
  expect(givenUp(history("ssssas"))).toBe(false);
  expect(givenUp(history("ssssasss"))).toBe(true);
  expect(givenUp(history("sssss"), { lastEngagedAt: daysAgo(8) })).toBe(false);
  expect(givenUp(history("sssss"), { since: daysAgo(8) })).toBe(false);
});
