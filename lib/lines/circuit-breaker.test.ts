import { expect, test } from "vitest";
import type { TroubleKind } from "#lib/pacing/server-trouble.ts";
import { type CircuitBreaker, openCircuitBreaker } from "./circuit-breaker.ts";

/** So many faults, each as soon as the server may be tried again: the pauses after them, in seconds. */
function pausesOf(breaker: CircuitBreaker, kind: TroubleKind, faults: number, isEndless = false): number[] {
  let now = 0;
  return Array.from({ length: faults }, () => {
    now += breaker.closedFor(now);
    expect(breaker.noteFault(now, kind, null, isEndless)).toBe(false);
    return breaker.closedFor(now) / 1_000;
  });
}

test("faults that come together count once", () => {
  const breaker = openCircuitBreaker();
  expect([0, 1, 999].map((now) => breaker.noteFault(now, "away"))).toEqual([false, false, false]);
  expect(breaker.closedFor(400)).toBe(600);
  expect(breaker.isProbing()).toBe(true);
  expect(breaker.state(400)).toEqual({ kind: "away", times: 1, openFor: 600 });
});

test("a server that is away is tried for ever: often within the first minutes, then every five", () => {
  const pauses = pausesOf(openCircuitBreaker(), "away", 300);
  const within = (seconds: number) =>
    pauses.filter((_, n) => pauses.slice(0, n).reduce((a, b) => a + b, 0) <= seconds).length;
  expect(within(60), "tries within a minute").toBeGreaterThanOrEqual(6);
  expect(within(600), "tries within ten minutes").toBeLessThanOrEqual(16);
  expect(pauses.at(-1)).toBe(300);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
});

test("what a person must mend is tried three times, and after somebody has looked the count begins anew", () => {
  const breaker = openCircuitBreaker();
  expect([0, 1_000].map((now) => breaker.noteFault(now, "mend"))).toEqual([false, false]);
  expect(breaker.needsPerson()).toBe(true);
  expect(breaker.noteFault(5_000, "mend")).toBe(true);
  expect(breaker.isProbing(), "and is tried with care still").toBe(true);
  expect([60_000, 61_000].map((now) => breaker.noteFault(now, "mend"))).toEqual([false, false]);
  expect(breaker.noteFault(65_000, "mend")).toBe(true);
});

test("while another way may open, what a person must mend is tried less and less, and nobody is called", () => {
  const pauses = pausesOf(openCircuitBreaker(), "mend", 20, true);
  expect(pauses.slice(0, 3)).toEqual([1, 4, 120]);
  expect(pauses.at(-1)).toBe(900);
});

test("having been away, or having asked for time, does not use up the patience for what must be mended", () => {
  for (const kind of ["away", "asked"] as const) {
    const breaker = openCircuitBreaker();
    pausesOf(breaker, kind, 5);
    const now = 10_000_000;
    expect([now, now + 1_000].map((at) => breaker.noteFault(at, "mend"))).toEqual([false, false]);
    expect(breaker.noteFault(now + 5_000, "mend")).toBe(true);
  }
});

test("a server that asks to come back later is left alone for as long as it says, an hour at most, and longer each time where it does not", () => {
  const breaker = openCircuitBreaker();
  expect(breaker.noteFault(0, "asked", 90_000)).toBe(false);
  expect(breaker.closedFor(0)).toBe(90_000);
  expect(breaker.noteFault(90_000, "asked", 86_400_000)).toBe(false);
  expect(breaker.closedFor(90_000)).toBe(3_600_000);
  expect(pausesOf(openCircuitBreaker(), "asked", 100).slice(-3)).toEqual([900, 900, 900]);
});

test("an answer about a message opens it again", () => {
  const breaker = openCircuitBreaker();
  breaker.noteFault(0, "away");
  expect(breaker.isProven()).toBe(false);
  breaker.noteSuccess();
  expect([breaker.isProven(), breaker.isProbing(), breaker.closedFor(1)]).toEqual([true, false, 0]);
  expect(pausesOf(breaker, "away", 2)).toEqual([1, 2]);
});

test("what another process found out holds here too, and ends when it got through there", () => {
  const [here, there] = [openCircuitBreaker(), openCircuitBreaker()];
  there.noteFault(1_000, "asked");
  here.adopt(1_000, there.state(1_000));
  expect([here.closedFor(1_000), here.isProbing()]).toEqual([30_000, true]);
  there.noteSuccess();
  here.adopt(1_500, there.state(1_500));
  expect([here.closedFor(1_500), here.isProbing()]).toEqual([0, false]);
});

test("a fault of this process's own is not forgotten before the others were told of it", () => {
  const breaker = openCircuitBreaker();
  breaker.noteFault(1_000, "away");
  breaker.adopt(1_100, null);
  expect(breaker.isProbing()).toBe(true);
  breaker.noteTold();
  breaker.adopt(1_200, null);
  expect(breaker.isProbing()).toBe(false);
});

test("a try that a person asks for comes before its moment, in every process that has told what it met with", () => {
  const breaker = openCircuitBreaker();
  breaker.noteFault(0, "asked");
  breaker.adopt(100, { kind: "asked", times: 1, openFor: 0 });
  expect(breaker.closedFor(100), "what it met with itself is not told yet").toBe(29_900);
  breaker.noteTold();
  breaker.adopt(200, { kind: "asked", times: 0, openFor: 0 });
  expect([breaker.closedFor(200), breaker.isProbing()]).toEqual([0, true]);
  breaker.noteFault(300, "asked");
  expect(breaker.closedFor(300), "and if it fails, the pause is as long as the one that it ended").toBe(
    30_000,
  );
});
