import { describe, expect, test } from "vitest";
import { isMissed, isPast, isTimeZone, readLocalMoment, writeLocalMoment } from "./campaign-schedule.ts";

describe("a wall-clock time in a zone", () => {
  test("is one moment where clocks never change", () => {
    expect(readLocalMoment("2026-11-21T14:30", "Asia/Jakarta")).toEqual({
      kind: "exact",
      at: new Date("2026-11-21T07:30:00Z"),
    });
    expect(readLocalMoment("2026-11-21T14:30", "Asia/Kathmandu")).toEqual({
      kind: "exact",
      at: new Date("2026-11-21T08:45:00Z"),
    });
  });

  test("that spring skips is moved on by the hour that is missing", () => {
    expect(readLocalMoment("2027-03-14T02:30", "America/New_York")).toEqual({
      kind: "gap",
      at: new Date("2027-03-14T07:30:00Z"),
    });
    expect(readLocalMoment("2027-03-28T02:15", "Europe/Berlin")).toEqual({
      kind: "gap",
      at: new Date("2027-03-28T01:15:00Z"),
    });
  });

  test("that autumn has twice is the earlier one, and the later is told", () => {
    expect(readLocalMoment("2026-11-01T01:30", "America/New_York")).toEqual({
      kind: "overlap",
      at: new Date("2026-11-01T05:30:00Z"),
      later: new Date("2026-11-01T06:30:00Z"),
    });
  });

  test("is exact a minute beside either change", () => {
    for (const local of ["2027-03-14T01:59", "2027-03-14T03:00", "2026-11-01T00:59", "2026-11-01T02:00"]) {
      expect(readLocalMoment(local, "America/New_York").kind).toBe("exact");
    }
  });

  test("that is no date, or in a zone that is none, is refused", () => {
    for (const local of [
      "",
      "2026-02-30T10:00",
      "2026-11-21T25:00",
      "21-11-2026 14:30",
      "2026-11-21T14:30:00Z",
    ]) {
      expect(readLocalMoment(local, "Asia/Jakarta")).toEqual({ kind: "invalid" });
    }
    expect(readLocalMoment("2026-11-21T14:30", "Mars/Olympus")).toEqual({ kind: "invalid" });
    expect(isTimeZone("Asia/Makassar")).toBe(true);
    expect(isTimeZone("")).toBe(false);
  });

  test("comes back as it was written, all through a year, unless it does not exist", () => {
    for (const timeZone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Jakarta"]) {
      for (let hour = 0; hour < 24 * 365; hour += 97) {
        const local = new Date(Date.UTC(2026, 0, 1, hour)).toISOString().slice(0, 16);
        const read = readLocalMoment(local, timeZone);
        if (read.kind === "exact" || read.kind === "overlap")
          expect(writeLocalMoment(read.at, timeZone)).toBe(local);
      }
    }
  });
});

test("a schedule is past from its own minute on, and missed only after a whole hour", () => {
  const at = new Date("2026-11-21T07:30:00Z");
  const after = (milliseconds: number) => new Date(at.getTime() + milliseconds);
  expect(isPast(at, after(-1))).toBe(false);
  expect(isPast(at, at)).toBe(true);
  expect(isMissed(at, after(3_600_000))).toBe(false);
  expect(isMissed(at, after(3_600_001))).toBe(true);
});
