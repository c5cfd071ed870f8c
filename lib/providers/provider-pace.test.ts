import { expect, test } from "vitest";
import type { ReplyCategory } from "#lib/replies/reply-category.ts";
import { isTooMuch, type ProviderState, providerLimit, readRefusal, troubleOf } from "./provider-pace.ts";
import { providerRules } from "./provider-rules.ts";

const calm: ProviderState = {
  concurrency: 5,
  failures: 0,
  heldFor: 0,
  ceiling: null,
  perMinute: null,
  reason: null,
};

test("a provider begins with two messages at a time, and never has more than its rule allows", () => {
  expect(providerLimit(undefined, 5)).toBe(2);
  expect(providerLimit(undefined, 1)).toBe(1);
  expect(providerLimit({ ...calm, concurrency: 4.9 }, 5)).toBe(4);
  expect(providerLimit({ ...calm, concurrency: 80 }, 5)).toBe(5);
  expect(providerLimit({ ...calm, ceiling: 1 }, 5)).toBe(1);
});

test("while it is held nothing goes there, and afterwards one message tries", () => {
  expect(providerLimit({ ...calm, failures: 2, heldFor: 1 }, 5)).toBe(0);
  expect(providerLimit({ ...calm, failures: 2 }, 5)).toBe(1);
});

const rules = providerRules.flatMap(({ backOff }) => backOff);
const atOnce = rules.find(({ times, action }) => times === 1 && action.do === "suspend");
const often = rules.find(({ times }) => times > 1);

test("a rate is too much wherever it is said, and 421 is about everybody unless it may be about one recipient", () => {
  const say = (replyCode: number, stage: string, category: ReplyCategory) =>
    isTooMuch({ replyCode, stage, category });
  expect(say(451, "rcpt", "rate_limited")).toBe(true);
  expect(say(421, "dot", "remote_trouble")).toBe(true);
  expect(say(421, "data", "policy")).toBe(true);
  expect(say(421, "rcpt", "remote_trouble")).toBe(false);
  expect(say(421, "dot", "greylisted")).toBe(false);
  expect(say(421, "dot", "recipient_rate")).toBe(false);
  expect(say(451, "dot", "remote_trouble")).toBe(false);
});

test("a refusal for being too much counts at once; one about the message does not; its own words decide before both", () => {
  const text = "421 4.7.0 too much";
  expect(readRefusal(undefined, { isTooMuch: true, text })).toEqual({
    trouble: { suspendSeconds: null, slow: null, reason: text },
    sighting: null,
  });
  expect(readRefusal(undefined, { isTooMuch: false, text })).toEqual({ trouble: null, sighting: null });
  const { trouble, sighting } = readRefusal(atOnce, { isTooMuch: false, text });
  expect(trouble?.suspendSeconds).toBeGreaterThan(0);
  expect(sighting).toBeNull();
});

test("words that have to be said more than once are noted, and count meanwhile as what they are anyway", () => {
  const text = "421 4.7.28 unusual rate of unsolicited mail";
  expect(readRefusal(often, { isTooMuch: false, text })).toEqual({
    trouble: null,
    sighting: { rule: often, text },
  });
  expect(readRefusal(often, { isTooMuch: true, text }).trouble).toMatchObject({ suspendSeconds: null });
});

test("a rule that slows down has the provider wait for its first moment, and keeps to few a minute for a while", () => {
  const slow = rules.find(({ action }) => action.do === "slow" && action.perMinute === 10);
  if (!slow) throw new Error("no rule that slows down");
  expect(troubleOf(slow, "said")).toEqual({
    suspendSeconds: 6,
    slow: { perMinute: 10, seconds: 1_800 },
    reason: "said",
  });
});
