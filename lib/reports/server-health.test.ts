import { expect, test } from "vitest";
import { serverHealth } from "./server-health.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 7, minute));
const tested = (minute: number, ok: boolean) => ({ at: at(minute).toISOString(), ok });
const trouble = (minute: number) => ({ at: at(minute), category: "server_busy", said: null });

test("what was heard of a server last says how it is", () => {
  const sent = { lastAcceptedAt: at(5), lastTrouble: null };
  expect(serverHealth(null, sent, true)).toEqual({ key: "sent", at: at(5) });
  expect(serverHealth(tested(4, false), sent, true)).toEqual({ key: "sent", at: at(5) });
  expect(serverHealth(tested(6, false), sent, true)).toEqual({ key: "failed", at: at(6) });
  expect(serverHealth(tested(6, true), { ...sent, lastTrouble: trouble(7) }, true)).toEqual({
    key: "trouble",
    at: at(7),
    category: "server_busy",
  });
  expect(serverHealth(null, { ...sent, lastTrouble: trouble(4) }, true)).toEqual({ key: "sent", at: at(5) });
});

test("a server of which nothing was heard is not used yet, unless it answered once", () => {
  expect(serverHealth(null, undefined, false)).toEqual({ key: "never" });
  expect(serverHealth(null, undefined, true)).toEqual({ key: "answered" });
});
