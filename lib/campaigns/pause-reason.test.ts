import { expect, test } from "vitest";
import { isFault, readPauseReason } from "./pause-reason.ts";

test("a stored reason is read whole", () => {
  const reason = { key: "server_sign_in", values: { server: "Relay" }, detail: "535 5.7.8 Bad credentials" };
  expect(readPauseReason(reason)).toEqual(reason);
  expect(readPauseReason(null)).toBeNull();
});

test("what is not a reason reads as internal and breaks nothing", () => {
  for (const stored of ["text", 7, [], { key: "unheard-of" }, { values: {} }]) {
    expect(readPauseReason(stored)).toEqual({ key: "internal", values: {}, detail: null });
  }
});

test("a person's pause and a missed time are no faults", () => {
  expect(isFault({ key: "person", values: {}, detail: null })).toBe(false);
  expect(isFault({ key: "missed_schedule", values: {}, detail: null })).toBe(false);
  expect(isFault({ key: "server_unreachable", values: {}, detail: null })).toBe(true);
});
