import { expect, test } from "vitest";
import { momentInZone, readTimeZone, startForAllZones } from "./recipient-time.ts";
import { everyDay } from "./send-window.ts";

const campaign = {
  scheduledAt: new Date("2026-11-24T09:00:00+07:00"),
  timeZone: "Asia/Jakarta",
  windowFrom: null,
  windowTo: null,
  windowDays: everyDay,
};
const launched = new Date("2026-11-23T12:00:00Z");

test("a zone is an IANA name in any case, or what Indonesians write, and nothing else", () => {
  expect(["Asia/Makassar", "asia/calcutta", " WITA ", "wit", "UTC"].map(readTimeZone)).toEqual([
    "Asia/Makassar",
    "asia/calcutta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "UTC",
  ]);
  expect(["", "Bandung", "Asia/Nowhere", "+07:00", "'; DROP", "EST5EDT"].map(readTimeZone)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});

test("nine o'clock is nine o'clock everywhere", () => {
  const at = (zone: string) => momentInZone(campaign, launched, zone)?.toISOString();
  expect(at("Asia/Jakarta")).toBe("2026-11-24T02:00:00.000Z");
  expect(at("Asia/Jayapura")).toBe("2026-11-24T00:00:00.000Z");
  expect(at("Europe/Berlin")).toBe("2026-11-24T08:00:00.000Z");
});

test("whose moment has passed gets it at once, and hours hold by their own clock", () => {
  const late = new Date("2026-11-24T01:00:00Z");
  expect(momentInZone(campaign, late, "Asia/Jayapura")).toEqual(late);
  const now = { ...campaign, scheduledAt: null, windowFrom: "08:00", windowTo: "10:00" };
  expect(momentInZone(now, late, "Asia/Jakarta")).toEqual(late);
  expect(momentInZone(now, late, "Asia/Jayapura")).toEqual(new Date("2026-11-24T23:00:00Z"));
  expect(momentInZone({ ...now, windowDays: [] }, late, "UTC")).toBeNull();
});

test("planning begins when the moment comes in the first zone of the world", () => {
  expect(startForAllZones(campaign.scheduledAt, "Asia/Jakarta")).toEqual(new Date("2026-11-23T19:00:00Z"));
});
