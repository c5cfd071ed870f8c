import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readLog } from "#tests/support/refuse-noise.ts";
import { openTroubleLog } from "./trouble-log.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const told = () =>
  readLog().map((line) => {
    const { level, serverId, times, msg } = JSON.parse(line);
    return { level, serverId, times, msg };
  });

test("what fails with every beat is told once, then once a minute, and when it is over", () => {
  const serverId = "one";
  const trouble = openTroubleLog("it did not beat", { serverId });
  trouble.isOver();
  for (let beat = 0; beat < 150; beat += 1) {
    trouble.met(new Error("away"));
    vi.advanceTimersByTime(1_000);
  }
  trouble.isOver();
  trouble.isOver();
  trouble.met(new Error("away again"));
  expect(told()).toEqual([
    { level: "warn", serverId, times: 1, msg: "it did not beat" },
    { level: "warn", serverId, times: 61, msg: "it did not beat" },
    { level: "warn", serverId, times: 121, msg: "it did not beat" },
    { level: "info", serverId, times: 150, msg: "over: it did not beat" },
    { level: "warn", serverId, times: 1, msg: "it did not beat" },
  ]);
});

test("a worker that is older than the database says so: what it names is not there any more", () => {
  const gone = Object.assign(new Error('column "episodes" does not exist'), { code: "42703" });
  openTroubleLog("it did not beat").met(gone);
  expect(told()).toMatchObject([
    { msg: "it did not beat: this worker is older than the database, start it anew" },
  ]);
});
