import { expect, test } from "vitest";
import { chooseUnit, fillSeries } from "./time-series.ts";

test("hours without anything stand in the series, and nothing stands twice", () => {
  const points = fillSeries(
    [{ at: "2026-11-21T16:00", opens: 3, clicks: 1 }],
    "hour",
    "2026-11-21T14:35",
    "2026-11-21T17:10",
  );
  expect(points.map(({ at, opens }) => [at.slice(11), opens])).toEqual([
    ["14:00", 0],
    ["15:00", 0],
    ["16:00", 3],
    ["17:00", 0],
  ]);
});

test("days go over the end of a month, and never more than thirty", () => {
  const points = fillSeries([], "day", "2026-11-28T23:59", "2027-03-01T00:00");
  expect(points).toHaveLength(30);
  expect(points.slice(0, 4).map(({ at }) => at.slice(0, 10))).toEqual([
    "2026-11-28",
    "2026-11-29",
    "2026-11-30",
    "2026-12-01",
  ]);
});

test("a campaign is looked at by the hour for three days", () => {
  const launched = new Date("2026-11-21T00:00:00Z");
  expect(chooseUnit(launched, new Date("2026-11-23T23:00:00Z"))).toBe("hour");
  expect(chooseUnit(launched, new Date("2026-11-25T00:00:00Z"))).toBe("day");
});
