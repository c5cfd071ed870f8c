import { afterEach, beforeEach, expect } from "vitest";

/** What the code under test wrote to the console at error or warning level during the present test. */
let noise: string[] = [];

/** Tells that a test provokes noise on purpose; returns it and lets the test pass. */
export function takeNoise(): string[] {
  const taken = noise;
  noise = [];
  return taken;
}

beforeEach(() => {
  noise = [];
  for (const level of ["error", "warn"] as const) {
    console[level] = (...parts: unknown[]) => {
      noise.push(parts.map(String).join(" "));
    };
  }
});

afterEach(() => {
  expect(noise, "unexpected noise; a test that provokes it takes it with takeNoise()").toEqual([]);
});
