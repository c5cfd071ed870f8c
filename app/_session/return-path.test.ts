import { expect, test } from "vitest";
import { returnPath, signInPath } from "./return-path.ts";

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "",
  null,
  "/\t/evil.example",
  "/.//evil.example",
])("signing in never leads to another host (%s)", (path) => {
  expect(returnPath(path)).toBe("/");
});

test("signing in leads back to the page that was asked for, with its filters", () => {
  expect(signInPath("/contacts?q=ann&sort=-email")).toBe(
    "/sign-in?from=%2Fcontacts%3Fq%3Dann%26sort%3D-email",
  );
  expect(returnPath("/contacts?q=ann&sort=-email")).toBe("/contacts?q=ann&sort=-email");
});

test("the sign-in page does not lead back to itself", () => {
  expect(signInPath("/sign-in?from=%2F")).toBe("/sign-in");
});
