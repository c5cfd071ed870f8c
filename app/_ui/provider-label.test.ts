import { expect, test } from "vitest";
import { providerLabel } from "./provider-label.ts";

test("a mail server that is known by its address alone is said to be one", () => {
  const t = (_: string, { address }: { address: string }) => `Mail server ${address}`;
  expect(["Google", "dewaweb.com", "192.0.2.7", "2001:db8::7"].map((name) => providerLabel(t, name))).toEqual(
    ["Google", "dewaweb.com", "Mail server 192.0.2.7", "Mail server 2001:db8::7"],
  );
});
