import { expect, test } from "vitest";
import { limitsInput, readDecimal } from "./limits-input.ts";

test("a cap may be grouped as either language does, and nothing that is no whole number becomes one", () => {
  for (const text of ["1500", "1.500", "1,500", "1 500"])
    expect(limitsInput.hourlyCap.parse(text)).toBe(1500);
  expect(limitsInput.dailyCap.parse("1.000.000")).toBe(1_000_000);
  expect(limitsInput.dailyCap.parse(" ")).toBeNull();
  for (const text of ["1.5", "1,5", "0", "-1", "many"])
    expect(limitsInput.hourlyCap.safeParse(text).success).toBe(false);
});

test("messages per second take a point or a comma, and what could be a thousand or one is refused", () => {
  expect([readDecimal("0.5"), readDecimal("2,5"), readDecimal("0.125"), readDecimal("1000")]).toEqual([
    0.5, 2.5, 0.125, 1000,
  ]);
  expect([readDecimal("1,000"), readDecimal("1.000"), readDecimal("fast")]).toEqual([NaN, NaN, NaN]);
});
