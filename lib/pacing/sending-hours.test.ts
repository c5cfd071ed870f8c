import { expect, test } from "vitest";
import { closesAt, opensAt } from "./sending-hours.ts";

const jakarta = (from: number, to: number) => ({
  hoursFrom: from * 60,
  hoursTo: to * 60,
  hoursTimeZone: "Asia/Jakarta",
});
/** 07:00 in Jakarta is midnight in UTC. */
const at = (utc: string) => new Date(`2026-11-22T${utc}:00Z`);

test("without hours it is always open", () => {
  expect(opensAt({ hoursFrom: null, hoursTo: null, hoursTimeZone: null }, at("03:00"))).toBeNull();
  expect(opensAt(jakarta(9, 9), at("03:00")), "the same from and to: the whole day").toBeNull();
});

test("within its hours it is open, before them it opens today, after them tomorrow", () => {
  expect(opensAt(jakarta(8, 17), at("01:00"))).toBeNull();
  expect(opensAt(jakarta(8, 17), at("00:59"))).toEqual(at("01:00"));
  expect(opensAt(jakarta(8, 17), at("09:59"))).toBeNull();
  expect(opensAt(jakarta(8, 17), at("10:00"))).toEqual(new Date("2026-11-23T01:00:00Z"));
  expect(opensAt(jakarta(8, 24), at("16:59"))).toBeNull();
});

test("hours may go over midnight", () => {
  expect(opensAt(jakarta(22, 5), at("15:00"))).toBeNull();
  expect(opensAt(jakarta(22, 5), at("21:59"))).toBeNull();
  expect(opensAt(jakarta(22, 5), at("22:00"))).toEqual(new Date("2026-11-23T15:00:00Z"));
});

test("hours that begin when the clocks jump begin after the jump", () => {
  const hours = { hoursFrom: 150, hoursTo: 600, hoursTimeZone: "Europe/Berlin" };
  expect(opensAt(hours, new Date("2027-03-28T00:30:00Z"))).toEqual(new Date("2027-03-28T01:30:00Z"));
});

test("hours end on the day on which they began, or after midnight", () => {
  expect(closesAt({ hoursFrom: null, hoursTo: null, hoursTimeZone: null }, at("03:00"))).toBeNull();
  expect(closesAt(jakarta(9, 9), at("03:00")), "the whole day").toBeNull();
  expect(closesAt(jakarta(8, 17), at("01:00"))).toEqual(at("10:00"));
  expect(closesAt(jakarta(8, 24), at("16:59"))).toEqual(at("17:00"));
  expect(closesAt(jakarta(22, 5), at("15:30"))).toEqual(at("22:00"));
  expect(closesAt(jakarta(22, 5), at("21:59"))).toEqual(at("22:00"));
});

test("hours that end in the hour that comes twice end in each", () => {
  const hours = { hoursFrom: 0, hoursTo: 150, hoursTimeZone: "Europe/Berlin" };
  const october = (utc: string) => new Date(`2026-10-25T${utc}:00Z`);
  expect(closesAt(hours, october("00:10"))).toEqual(october("00:30"));
  expect(closesAt(hours, october("01:10"))).toEqual(october("01:30"));
});

test("hours that begin in the hour that comes twice begin in each", () => {
  const hours = { hoursFrom: 150, hoursTo: 600, hoursTimeZone: "Europe/Berlin" };
  const october = (utc: string) => new Date(`2026-10-25T${utc}:00Z`);
  expect(opensAt(hours, october("00:10"))).toEqual(october("00:30"));
  expect(opensAt(hours, october("01:10"))).toEqual(october("01:30"));
});

test("24:00 as the beginning is midnight", () => {
  expect(opensAt(jakarta(24, 8), at("03:00"))).toEqual(at("17:00"));
  expect(opensAt(jakarta(24, 8), at("00:30"))).toBeNull();
});
