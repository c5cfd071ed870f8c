import { expect, test } from "vitest";
import { hrefWith } from "./place.ts";

const place = { path: "/contacts", params: { q: "ann", after: "42", tag: ["a", "b"] } };

test("a changed filter goes back to the first page and keeps the others", () => {
  expect(hrefWith(place, { sort: "-email" })).toBe("/contacts?q=ann&tag=a&tag=b&sort=-email");
});

test("a cursor replaces the other cursor", () => {
  expect(hrefWith(place, { before: "7", after: undefined })).toBe("/contacts?q=ann&tag=a&tag=b&before=7");
});

test("a parameter taken away leaves no trace", () => {
  expect(hrefWith({ path: "/contacts", params: { q: "ann" } }, { q: "" })).toBe("/contacts");
});
