import { expect, test } from "vitest";
import { addressKind, mayConnect } from "./relay-address.ts";

test.each([
  ["169.254.169.254", "forbidden"],
  ["::ffff:169.254.169.254", "forbidden"],
  ["::ffff:a9fe:a9fe", "forbidden"],
  ["64:ff9b::a9fe:a9fe", "forbidden"],
  ["::169.254.169.254", "forbidden"],
  ["::a9fe:a9fe", "forbidden"],
  ["64:ff9b:1::a9fe:a9fe", "forbidden"],
  ["64:ff9b:1:a9fe:a9:fe00::", "forbidden"],
  ["64:ff9b:1::", "forbidden"],
  ["2002:a01:203::1", "forbidden"],
  ["2002:7f00:1::", "forbidden"],
  ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "forbidden"],
  ["::2", "forbidden"],
  ["fe80::1", "forbidden"],
  ["fd00:ec2::254", "forbidden"],
  ["0.0.0.0", "forbidden"],
  ["::", "forbidden"],
  ["255.255.255.255", "forbidden"],
  ["smtp.example.com", "forbidden"],
  ["127.0.0.1", "loopback"],
  ["::1", "loopback"],
  ["::ffff:127.0.0.1", "loopback"],
  ["::127.0.0.1", "loopback"],
  ["64:ff9b:1::127.0.0.1", "loopback"],
  ["::10.1.2.3", "private"],
  ["64:ff9b:1::10.1.2.3", "private"],
  ["64:ff9b:1::8.8.8.8", "public"],
  ["10.1.2.3", "private"],
  ["192.168.1.1", "private"],
  ["fd12::1", "private"],
  ["100.64.0.1", "private"],
  ["8.8.8.8", "public"],
  ["2001:4860:4860::8888", "public"],
])("%s is %s", (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

test("a private network is reached on mail ports only, a public server on any, a metadata service on none", () => {
  expect(mayConnect("10.0.0.1", 587, [25, 587])).toBe(true);
  expect(mayConnect("10.0.0.1", 5432, [25, 587])).toBe(false);
  expect(mayConnect("::ffff:127.0.0.1", 6379, [25, 587])).toBe(false);
  expect(mayConnect("127.0.0.1", 40_000, "any")).toBe(true);
  expect(mayConnect("203.0.113.9", 8025, [25])).toBe(true);
  expect(mayConnect("169.254.169.254", 25, "any")).toBe(false);
});
