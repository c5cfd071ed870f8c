import { expect, test } from "vitest";
import { capitalised, providerLabel } from "./provider-label.ts";

const t = (_: string, { address }: { address: string }) => `the mail server ${address}`;

test("a mail server that is known by its address alone is said to be one", () => {
  expect(["Google", "dewaweb.com", "192.0.2.7", "2001:db8::7"].map((name) => providerLabel(t, name))).toEqual(
    ["Google", "dewaweb.com", "the mail server 192.0.2.7", "the mail server 2001:db8::7"],
  );
});

test("what a sentence begins with is written as that, but for a domain", () => {
  const refuses = (name: string) => capitalised(t, name, `${providerLabel(t, name)} refuses`);
  expect(refuses("192.0.2.7")).toBe("The mail server 192.0.2.7 refuses");
  expect(refuses("dewaweb.com")).toBe("dewaweb.com refuses");
  expect(capitalised(t, "192.0.2.7", "Mail for the mail server 192.0.2.7")).toBe(
    "Mail for the mail server 192.0.2.7",
  );
});
