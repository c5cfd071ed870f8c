import { expect, test } from "vitest";
import { everyDay, type SendWindow } from "#lib/timing/send-window.ts";
import { lastChance } from "./last-chance.ts";

const office: SendWindow = { from: "09:00", to: "17:00", days: [1, 2, 3, 4, 5], timeZone: "Asia/Jakarta" };
const daytime = { hoursFrom: 480, hoursTo: 1_200, hoursTimeZone: "Asia/Jakarta" };
const always = { hoursFrom: null, hoursTo: null, hoursTimeZone: null };
/** 22 November 2026 is a Sunday. */
const jakarta = (local: string) => new Date(`2026-11-${local}:00+07:00`);

test("without hours, a day is chance enough", () => {
  expect(lastChance(null, [], jakarta("22T12:00"))).toEqual(jakarta("21T12:00"));
  expect(lastChance(null, [always], jakarta("22T12:00"))).toEqual(jakarta("21T12:00"));
});

test("over a weekend nobody has had a chance who was due on Friday after closing", () => {
  expect(lastChance(office, [], jakarta("22T12:00"))).toEqual(jakarta("20T09:00"));
  expect(lastChance(office, [], jakarta("23T09:05"))).toEqual(jakarta("20T09:05"));
  expect(lastChance(office, [], jakarta("23T17:00"))).toEqual(jakarta("22T17:00"));
});

test("one day a week has to come", () => {
  const mondays: SendWindow = { from: null, to: null, days: [1], timeZone: "Asia/Jakarta" };
  expect(lastChance(mondays, [], jakarta("22T12:00"))).toEqual(jakarta("16T16:00"));
  expect(lastChance(mondays, [], jakarta("23T00:10"))).toEqual(jakarta("16T16:10"));
});

test("hours of the servers count as well, and one that is open is enough", () => {
  expect(lastChance(null, [daytime], jakarta("22T08:01"))).toEqual(jakarta("21T08:01"));
  const nightly: SendWindow = { from: "19:00", to: "21:00", days: everyDay, timeZone: "Asia/Jakarta" };
  expect(lastChance(nightly, [daytime], jakarta("22T22:00")), "an hour a day").toEqual(jakarta("15T19:00"));
  expect(lastChance(nightly, [daytime, always], jakarta("22T22:00")), "two hours a day").toEqual(
    jakarta("19T19:00"),
  );
});

test("after 15 days it is over, also with hours that hardly come or never", () => {
  const minutes: SendWindow = { from: "09:00", to: "09:05", days: [1], timeZone: "Asia/Jakarta" };
  const never: SendWindow = { ...minutes, days: [] };
  expect(lastChance(minutes, [], jakarta("22T12:00"))).toEqual(jakarta("07T12:00"));
  expect(lastChance(never, [], jakarta("22T12:00"))).toEqual(jakarta("07T12:00"));
});
