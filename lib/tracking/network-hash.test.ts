import { expect, test } from "vitest";
import { hashNetwork, isPrivateNetwork, networkOf } from "./network-hash.ts";

test.each([
  ["203.0.113.77", "203.0.113.0/24"],
  ["::ffff:203.0.113.77", "203.0.113.0/24"],
  ["2001:db8:12::1", "2001:db8:12::/48"],
  ["2001:0DB8:0012:ffff::", "2001:db8:12::/48"],
  ["::1", "0:0:0::/48"],
  ["not an address", null],
])("%s belongs to %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("neighbours share a hash, and no hash outlives its month", () => {
  const hash = (address: string, at: string) => hashNetwork(networkOf(address) ?? "", "secret", new Date(at));
  expect(hash("203.0.113.1", "2026-11-01")).toBe(hash("203.0.113.200", "2026-11-30"));
  expect(hash("203.0.113.1", "2026-11-01")).not.toBe(hash("203.0.114.1", "2026-11-01"));
  expect(hash("203.0.113.1", "2026-11-01")).not.toBe(hash("203.0.113.1", "2026-12-01"));
});

test("an undeclared proxy's address is known to say nothing about recipients", () => {
  expect(
    ["127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.1.1", "::1", "fd00::1"].map((each) => networkOf(each)),
  ).toSatisfy((networks: string[]) => networks.every(isPrivateNetwork));
  expect(isPrivateNetwork(networkOf("172.15.0.1") ?? "")).toBe(false);
});
