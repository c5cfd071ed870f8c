import { expect, test } from "vitest";
import { type ProviderState, providerShare, troubleOf } from "./provider-pace.ts";
import { providerRules } from "./provider-rules.ts";

const calm: ProviderState = {
  concurrency: 5,
  failures: 0,
  heldFor: 0,
  ceiling: null,
  perMinute: null,
  reason: null,
};

const shares = (state: ProviderState | undefined, workers: number, maximum = 5) =>
  Array.from({ length: workers }, (_, rank) => providerShare(state, { maximum, rank, workers }));

test("a provider begins with two messages at a time, of all workers together", () => {
  expect(shares(undefined, 1)).toEqual([2]);
  expect(shares(undefined, 3)).toEqual([1, 1, 0]);
});

test("what it has grown to is shared, and never more than its rule allows", () => {
  expect(shares({ ...calm, concurrency: 4.9 }, 3)).toEqual([2, 1, 1]);
  expect(shares({ ...calm, concurrency: 80 }, 2)).toEqual([3, 2]);
  expect(shares({ ...calm, ceiling: 1 }, 2)).toEqual([1, 0]);
});

test("while it is held nothing goes there, and afterwards one worker tries one", () => {
  expect(shares({ ...calm, failures: 2, heldFor: 1 }, 2)).toEqual([0, 0]);
  expect(shares({ ...calm, failures: 2 }, 2)).toEqual([1, 0]);
});

test("a refusal for being too much holds it; one about the message does not; its own words decide before both", () => {
  const text = "421 4.7.0 too much";
  expect(troubleOf(undefined, { isTooMuch: true, text })).toEqual({
    suspendSeconds: null,
    slow: null,
    reason: text,
  });
  expect(troubleOf(undefined, { isTooMuch: false, text })).toBeNull();
  const suspend = providerRules
    .flatMap(({ backOff }) => backOff)
    .find(({ action }) => action.do === "suspend");
  expect(troubleOf(suspend, { isTooMuch: false, text })?.suspendSeconds).toBeGreaterThan(0);
});
