import { expect, test } from "vitest";
import { formatExactMoment, formatMoment } from "./format-moment.ts";

const moment = new Date("2026-11-21T07:30:05Z");

test("a moment names its zone, in the manner of the language", () => {
  expect(formatMoment(moment, "id", "Asia/Jakarta")).toBe("21 November 2026 14.30 WIB");
  expect(formatMoment(moment, "en", "Asia/Makassar")).toBe("21 November 2026 15:30 WITA");
});

test("the exact moment has seconds and offset", () => {
  expect(formatExactMoment(moment, "Asia/Jakarta")).toBe("2026-11-21 14:30:05 +07:00");
  expect(formatExactMoment(moment, "UTC")).toBe("2026-11-21 07:30:05 +00:00");
});
