import { expect, test } from "vitest";
import {
  checkDkimName,
  publishes,
  recordName,
  recordStrings,
  recordValue,
  signingDomains,
  signingKey,
} from "./dkim-key.ts";

test.each([
  ["Example.COM.", " Kurir1 ", "example.com", "kurir1"],
  ["mail.toko.co.id", "a.b-c", "mail.toko.co.id", "a.b-c"],
  ["bücher.example", "s", "xn--bcher-kva.example", "s"],
])("%s with %s is one spelling", (domain, selector, asciiDomain, lowSelector) => {
  expect(checkDkimName({ domain, selector })).toEqual({
    ok: true,
    domain: asciiDomain,
    selector: lowSelector,
  });
});

test.each([
  ["", "s"],
  ["localhost", "s"],
  ["a b.com", "s"],
  ["x@example.com", "s"],
  ["example.com; d=other.com", "s"],
])("%s is no domain", (domain, selector) => {
  expect(checkDkimName({ domain, selector })).toEqual({
    ok: false,
    problems: [{ field: "domain", problem: "domain" }],
  });
});

test.each(["", "a b", "-a", "a-", "a..b", "a;b=1", "a\r\nX: y", "é", "a".repeat(64)])(
  "%j is no selector",
  (selector) => {
    expect(checkDkimName({ domain: "example.com", selector })).toEqual({
      ok: false,
      problems: [{ field: "selector", problem: "selector" }],
    });
  },
);

test("the record of a long key stands in strings of at most 255 bytes that join to the same value", () => {
  const value = recordValue("A".repeat(392));
  const strings = [...recordStrings(value).matchAll(/"([^"]*)"/g)].map(([, text]) => text ?? "");
  expect(strings.map(({ length }) => length)).toEqual([255, value.length - 255]);
  expect(strings.join("")).toBe(value);
  expect(recordName({ domain: "example.com", selector: "k1" })).toBe("k1._domainkey.example.com");
});

test.each([
  ["as we wrote it", ["v=DKIM1; k=rsa; p=QUJD"], true],
  ["in another order and with white space", ["k=rsa;p=QU JD ;v=DKIM1; t=s"], true],
  ["without its version, which is optional", ["p=QUJD"], true],
  ["beside another record", ["google-site-verification=1", "v=DKIM1; p=QUJD"], true],
  ["as another key", ["v=DKIM1; p=REVG"], false],
  ["revoked", ["v=DKIM1; p="], false],
  ["not at all", ["v=spf1 -all"], false],
])("a key is found published %s: %s", (_how, records, isThere) => {
  expect(publishes(records, "QUJD")).toBe(isThere);
});

test("a domain may be signed by itself and by what stands above it, never by a top-level domain", () => {
  expect(signingDomains("News.Mail.Example.com")).toEqual([
    "news.mail.example.com",
    "mail.example.com",
    "example.com",
  ]);
  expect(signingDomains("example.com")).toEqual(["example.com"]);
});

test("the nearest active key signs, however the keys are ordered", () => {
  const keys = [
    { domain: "example.com", state: "active" },
    { domain: "news.example.com", state: "retired" },
    { domain: "mail.example.com", state: "active" },
  ];
  expect(signingKey(keys, "x@a.mail.example.com")?.domain).toBe("mail.example.com");
  expect(signingKey(keys, "x@news.example.com")?.domain).toBe("example.com");
  expect(signingKey(keys, "x@example.org")).toBeUndefined();
});
