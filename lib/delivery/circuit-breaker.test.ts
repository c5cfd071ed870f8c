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

test("having asked for time does not use up the patience for faults", () => {
  const breaker = openCircuitBreaker();
  let now = 0;
  for (let times = 0; times < 3; times += 1) {
    expect(breaker.noteFault(now, { after: null })).toBe(false);
    now += breaker.closedFor(now);
  }
  expect([now, now + 1_000].map((at) => breaker.noteFault(at))).toEqual([false, false]);
  expect(breaker.noteFault(now + 5_000)).toBe(true);
});

test("a server that asks to come back later is left alone for as long as it says, and longer each time where it does not", () => {
  const breaker = openCircuitBreaker();
  expect(breaker.noteFault(0, { after: 90_000 })).toBe(false);
  expect(breaker.closedFor(0)).toBe(90_000);
  expect(breaker.noteFault(90_000, { after: null })).toBe(false);
  expect(breaker.closedFor(90_000)).toBe(60_000);
  let now = 150_000;
  let asked = 2;
  while (!breaker.noteFault(now, { after: null })) {
    now += breaker.closedFor(now);
    asked += 1;
  }
  expect(asked).toBe(12);
  expect(now).toBeGreaterThan(6_000_000);
  expect(now).toBeLessThan(8_000_000);
});

test("what another process found out holds here too, and ends when it got through there", () => {
  const [here, there] = [openCircuitBreaker(), openCircuitBreaker()];
  there.noteFault(1_000);
  here.adopt(1_000, there.state(1_000));
  expect([here.closedFor(1_000), here.isProbing()]).toEqual([1_000, true]);
  there.noteSuccess();
  here.adopt(1_500, there.state(1_500));
  expect([here.closedFor(1_500), here.isProbing()]).toEqual([0, false]);
});

test("a fault of this process's own is not forgotten because another process knows of none", () => {
  const breaker = openCircuitBreaker();
  breaker.noteFault(1_000);
  breaker.adopt(1_100, null);
  expect(breaker.isProbing()).toBe(true);
});

test("while others send, patience has no end and the pauses get longer", () => {
  const breaker = openCircuitBreaker();
  let now = 0;
  const pauses: number[] = [];
  for (let episode = 0; episode < 20; episode += 1) {
    expect(breaker.noteFault(now, null, true)).toBe(false);
    pauses.push(breaker.closedFor(now));
    now += breaker.closedFor(now);
  }
  expect(pauses.slice(0, 3)).toEqual([1_000, 4_000, 120_000]);
  expect(pauses.at(-1)).toBe(900_000);
});
