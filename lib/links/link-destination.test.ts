import { expect, test } from "vitest";
import { fillDestination, readDestination } from "./link-destination.ts";

test("a merge field's value cannot leave its place in the address", () => {
  const fill = (value: string) =>
    fillDestination("https://x.example/a/{{ contact.city }}?n={{ contact.city }}", () => value);
  expect(fill("São Paulo")).toBe("https://x.example/a/S%C3%A3o%20Paulo?n=S%C3%A3o%20Paulo");
  expect(fill("../../?admin=1&x#y")).toBe(
    "https://x.example/a/..%2F..%2F%3Fadmin%3D1%26x%23y?n=..%2F..%2F%3Fadmin%3D1%26x%23y",
  );
  expect(fill("a\r\nSet-Cookie: x")).toBe(
    "https://x.example/a/a%0D%0ASet-Cookie%3A%20x?n=a%0D%0ASet-Cookie%3A%20x",
  );
});

test("half an emoji, as a filter may leave it, still leads somewhere", () => {
  expect(fillDestination("https://x.example/{{ contact.name | slice: 0 }}", () => "\ud83d")).toBe(
    "https://x.example/%EF%BF%BD",
  );
});

test("a value that its author encoded is not encoded twice", () => {
  expect(
    fillDestination("https://x.example/?e={{ contact.email | url_encode }}", () => "a%40b.example"),
  ).toBe("https://x.example/?e=a%40b.example");
});

test("scheme and host stay what they were when the campaign was saved", () => {
  expect(readDestination("https://x.example{{ contact.path }}")).toBeNull();
  expect(readDestination("https://x.example/{{ contact.path }}")).not.toBeNull();
  expect(fillDestination("https://x.example/{{ contact.path }}", () => "/evil.example")).toBe(
    "https://x.example/%2Fevil.example",
  );
});

test.each([
  "ftp://x.example/",
  "//x.example/",
  "https:x.example",
  "https://",
  "https://x\\@evil.example/",
  "https://a@b.example/",
  "x",
])("is not followed: %s", (address) => {
  expect(readDestination(address)).toBeNull();
});
