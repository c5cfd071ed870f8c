import { describe, expect, test } from "vitest";
import {
  canOpen,
  closingOf,
  endOfWork,
  everyDay,
  isWindowOpen,
  nextOpening,
  type SendWindow,
  windowOf,
} from "./send-window.ts";

const office: SendWindow = { from: "09:00", to: "17:00", days: [1, 2, 3, 4, 5], timeZone: "Asia/Jakarta" };
const night: SendWindow = { from: "22:00", to: "02:00", days: [5], timeZone: "Asia/Jakarta" };
/** A moment by the clock of Jakarta, seven hours ahead of UTC. 23 November 2026 is a Monday. */
const jakarta = (local: string) => new Date(`${local}:00+07:00`);

describe("a window", () => {
  test("is open from its first minute to before its last, on its days", () => {
    expect(isWindowOpen(office, jakarta("2026-11-23T08:59"))).toBe(false);
    expect(isWindowOpen(office, jakarta("2026-11-23T09:00"))).toBe(true);
    expect(isWindowOpen(office, jakarta("2026-11-23T16:59"))).toBe(true);
    expect(isWindowOpen(office, jakarta("2026-11-23T17:00"))).toBe(false);
    expect(isWindowOpen(office, jakarta("2026-11-22T10:00"))).toBe(false);
    expect(closingOf(office, jakarta("2026-11-23T10:00"))).toEqual(jakarta("2026-11-23T17:00"));
  });

  test("that reaches past midnight belongs to the day on which it opens", () => {
    expect(isWindowOpen(night, jakarta("2026-11-27T21:59"))).toBe(false);
    expect(isWindowOpen(night, jakarta("2026-11-27T23:00"))).toBe(true);
    expect(isWindowOpen(night, jakarta("2026-11-28T01:59"))).toBe(true);
    expect(isWindowOpen(night, jakarta("2026-11-28T02:00"))).toBe(false);
    expect(isWindowOpen(night, jakarta("2026-11-27T01:00"))).toBe(false);
    expect(closingOf(night, jakarta("2026-11-27T23:00"))).toEqual(jakarta("2026-11-28T02:00"));
  });

  test("opens next on its next day", () => {
    expect(nextOpening(office, jakarta("2026-11-23T10:00"))).toEqual(jakarta("2026-11-23T10:00"));
    expect(nextOpening(office, jakarta("2026-11-27T17:00"))).toEqual(jakarta("2026-11-30T09:00"));
    expect(nextOpening(night, jakarta("2026-11-28T02:00"))).toEqual(jakarta("2026-12-04T22:00"));
  });

  test("without hours holds for whole days", () => {
    const weekend: SendWindow = { ...office, from: null, to: null, days: [6, 7] };
    expect(isWindowOpen(weekend, jakarta("2026-11-22T23:59"))).toBe(true);
    expect(isWindowOpen(weekend, jakarta("2026-11-23T00:00"))).toBe(false);
    expect(closingOf(weekend, jakarta("2026-11-21T10:00"))).toEqual(jakarta("2026-11-22T00:00"));
  });

  test("without a day or without a minute never opens", () => {
    expect(canOpen({ ...office, days: [] })).toBe(false);
    expect(canOpen({ ...office, to: "09:00" })).toBe(false);
    expect(nextOpening({ ...office, days: [] }, jakarta("2026-11-23T10:00"))).toBeNull();
    expect(canOpen(night)).toBe(true);
  });

  test("is none when every hour of every day is in it", () => {
    const fields = { windowFrom: null, windowTo: null, windowDays: [7, 1, 2, 3, 4, 5, 6], timeZone: "UTC" };
    expect(windowOf(fields)).toBeNull();
    expect(isWindowOpen(null, new Date())).toBe(true);
    expect(windowOf({ ...fields, windowDays: [1] })).toEqual({
      from: null,
      to: null,
      days: [1],
      timeZone: "UTC",
    });
  });

  test("where clocks change opens at a moment that exists", () => {
    // In Berlin 02:00 to 03:00 does not exist on 28 March 2027.
    const early: SendWindow = { from: "02:30", to: "04:00", days: [7], timeZone: "Europe/Berlin" };
    expect(nextOpening(early, new Date("2027-03-28T00:00:00Z"))).toEqual(new Date("2027-03-28T01:30:00Z"));
  });
});

describe("in the hour that autumn has twice", () => {
  const until: SendWindow = { from: "00:00", to: "02:30", days: everyDay, timeZone: "Europe/Berlin" };
  const october = (utc: string) => new Date(`2026-10-25T${utc}:00Z`);

  test("a window closes after it was open, in each", () => {
    expect(closingOf(until, october("00:10"))).toEqual(october("00:30"));
    expect(closingOf(until, october("00:40")), "02:40 for the first time").toBeNull();
    expect(closingOf(until, october("01:10")), "02:10 for the second time").toEqual(october("01:30"));
    const overMidnight: SendWindow = { ...until, from: "20:00", to: "01:30", timeZone: "America/New_York" };
    const secondTime = new Date("2026-11-01T06:10:00Z");
    expect(closingOf(overMidnight, secondTime)).toEqual(new Date("2026-11-01T06:30:00Z"));
  });

  test("a window opens in each, and work in it takes no less than no time", () => {
    const from: SendWindow = { ...until, from: "02:30", to: "04:00" };
    expect(nextOpening(from, october("00:00"))).toEqual(october("00:30"));
    expect(nextOpening(from, october("01:10")), "02:10 for the second time").toEqual(october("01:30"));
    expect(endOfWork(until, october("01:10"), 600)).toEqual(october("01:20"));
  });
});

describe("the end of work", () => {
  test("comes after so many open hours", () => {
    expect(endOfWork(null, jakarta("2026-11-23T10:00"), 3_600)).toEqual(jakarta("2026-11-23T11:00"));
    expect(endOfWork(office, jakarta("2026-11-23T10:00"), 7 * 3_600)).toEqual(jakarta("2026-11-23T17:00"));
    expect(endOfWork(office, jakarta("2026-11-27T16:00"), 3 * 3_600)).toEqual(jakarta("2026-11-30T11:00"));
    expect(endOfWork(office, jakarta("2026-11-22T10:00"), 1_800)).toEqual(jakarta("2026-11-23T09:30"));
  });

  test("is not known for a window that never opens or takes years", () => {
    expect(endOfWork({ ...office, days: [] }, jakarta("2026-11-23T10:00"), 1)).toBeNull();
    expect(endOfWork({ ...office, to: "09:01" }, jakarta("2026-11-23T10:00"), 10_000_000)).toBeNull();
  });
});
