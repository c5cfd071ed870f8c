import { expect, test } from "vitest";
import { giveBackMailBuffer, takeMailBuffer } from "./mail-buffers.ts";

test("memory is used again once it was given back, and not before", () => {
  const first = takeMailBuffer(10_000);
  const second = takeMailBuffer(10_000);
  expect(second.buffer).not.toBe(first.buffer);
  giveBackMailBuffer(first);
  const third = takeMailBuffer(11_000);
  expect(third.buffer).toBe(first.buffer);
  expect(third).toHaveLength(11_000);
});

test("a mail gets as many bytes as it needs, however many", () => {
  for (const length of [0, 1, 16_384, 16_385, 5_000_000]) expect(takeMailBuffer(length)).toHaveLength(length);
});

test("memory that was not taken here is left alone", () => {
  const shared = Buffer.from("a small text");
  giveBackMailBuffer(shared);
  expect(takeMailBuffer(10).buffer).not.toBe(shared.buffer);
});
