import { expect, test } from "vitest";
import { mxGroup } from "./mx-group.ts";
import { providerRule } from "./provider.ts";

test("all domains of one hoster are one group, whichever of its mail exchangers they name", () => {
  expect(mxGroup(["mx1.dewaweb.com", "mx2.backup.example"])).toBe("mx:dewaweb.com");
  expect(mxGroup(["Cluster3.ID.Dewaweb.COM."])).toBe("mx:dewaweb.com");
});

test("under a public suffix everybody is somebody else", () => {
  expect(mxGroup(["mail.toko-a.co.id"])).toBe("mx:toko-a.co.id");
  expect(mxGroup(["mail.toko-b.co.id"])).toBe("mx:toko-b.co.id");
  expect(mxGroup(["mail.toko.web.id"])).toBe("mx:toko.web.id");
});

test("what is no host of anybody has no group", () => {
  for (const exchangers of [[], [""], ["."], ["co.id"], ["192.0.2.1"]])
    expect(mxGroup(exchangers)).toBeNull();
});

test("a group is called by its host, and keeps to the default limits", () => {
  expect(providerRule("mx:dewaweb.com")).toMatchObject({
    key: "mx:dewaweb.com",
    name: "dewaweb.com",
    connections: 10,
  });
  expect(providerRule("dewaweb.com")).toBeUndefined();
});
