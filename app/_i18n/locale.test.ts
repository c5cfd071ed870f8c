import { expect, test } from "vitest";
import { pickLocale } from "./locale.ts";

test("what somebody chose outranks what the browser asks for", () => {
  expect(pickLocale([undefined, "id"], "en-GB,en;q=0.9")).toBe("id");
});

test("the browser's best known language is taken, whatever their order", () => {
  expect(pickLocale([], "de-DE,en;q=0.5,id;q=0.8")).toBe("id");
});

test("nonsense and refused languages end in English", () => {
  expect(pickLocale(["xx"], "id;q=0, *;q=0.1")).toBe("en");
  expect(pickLocale([], null)).toBe("en");
});
