import { expect, test } from "vitest";
import { groupDomains, leastPublicAddress, mxGroup, namesItself } from "./mx-group.ts";
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

const cpanel = (domain: string, address: string | null) => ({
  domain,
  exchangers: [`mail.${domain}`],
  address,
});
const groupsOf = (...asked: Parameters<typeof groupDomains>[0]) =>
  groupDomains(asked).map(({ mxGroup }) => mxGroup);

test("customers of one hoster whose mail exchangers bear their own names are one group by the address", () => {
  expect(namesItself("toko-kopi.co.id", ["Mail.Toko-Kopi.co.id."])).toBe(true);
  expect(namesItself("toko-kopi.co.id", ["toko-kopi.co.id"])).toBe(true);
  expect(namesItself("toko-kopi.co.id", ["mail.toko-teh.co.id"])).toBe(false);
  expect(namesItself("toko-kopi.co.id", [])).toBe(false);
  expect(groupsOf(cpanel("kopi.example", "192.0.2.7"), cpanel("teh.co.id", "192.0.2.7"))).toEqual([
    "mx:192.0.2.7",
    "mx:192.0.2.7",
  ]);
});

test("a company with an address for itself is a group by its name, and so is one whose address nobody told", () => {
  expect(
    groupsOf(
      cpanel("kopi.example", "192.0.2.8"),
      cpanel("cabang.kopi.example", "192.0.2.8"),
      cpanel("teh.example", null),
      { domain: "susu.example", exchangers: ["mx1.dewaweb.com"], address: null },
      { domain: "gula.example", exchangers: [], address: null },
    ),
  ).toEqual(["mx:kopi.example", "mx:kopi.example", "mx:teh.example", "mx:dewaweb.com", null]);
});

test("no address that others have as well is a group, and of several always the same one is", () => {
  expect(leastPublicAddress(["192.0.2.9", "192.0.2.10", "10.0.0.1"])).toBe("192.0.2.10");
  expect(leastPublicAddress(["192.0.2.10", "10.0.0.1", "192.0.2.9"])).toBe("192.0.2.10");
  for (const address of ["127.0.0.1", "10.1.2.3", "192.168.0.2", "172.16.9.9", "::1", "fd12::1", "fe80::1"])
    expect(leastPublicAddress([address]), address).toBeNull();
  expect(leastPublicAddress(["2001:db8::7"])).toBe("2001:db8::7");
  expect(leastPublicAddress(["::ffff:10.0.0.1"])).toBeNull();
});

test("a group is called by its host, and keeps to the default limits", () => {
  expect(providerRule("mx:dewaweb.com")).toMatchObject({
    key: "mx:dewaweb.com",
    name: "dewaweb.com",
    connections: 10,
  });
  expect(providerRule("dewaweb.com")).toBeUndefined();
});
