import { expect, test } from "vitest";
import { readPace } from "./campaign-progress.ts";

const nothing = {
  queued: 0,
  sending: 0,
  deferred: 0,
  accepted: 0,
  bounced: 0,
  expired: 0,
  skipped: 0,
  inDoubt: 0,
  cancelled: 0,
};

test("time left counts those never tried; the deferred are left but have their own timetable", () => {
  expect(readPace({ ...nothing, queued: 90, sending: 10, deferred: 7, accepted: 50 }, 125, 5)).toEqual({
    left: 107,
    ratePerSecond: 25,
    secondsLeft: 4,
  });
});

test("no time is promised while nothing moves, and none is needed when nobody waits", () => {
  expect(readPace({ ...nothing, queued: 10 }, 0, 5).secondsLeft).toBeNull();
  expect(readPace({ ...nothing, accepted: 10 }, 0, 5)).toEqual({ left: 0, ratePerSecond: 0, secondsLeft: 0 });
});
