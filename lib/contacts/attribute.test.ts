import { describe, expect, it } from "vitest";
import { attributeKeyFor, isAttributeKey, parseAttributeValue } from "./attribute.ts";

describe("parseAttributeValue", () => {
  it.each([
    ["text", " Bandung ", "Bandung"],
    ["text", "  ", null],
    ["number", "1234", 1234],
    ["number", "-12.5", -12.5],
    ["number", "27,4", 27.4],
    ["number", "1,234.50", 1234.5],
    ["number", "1.234,50", 1234.5],
    ["date", "2026-02-28", "2026-02-28"],
    ["date", "2026-02-28T10:00:00Z", "2026-02-28"],
    ["date", "3/4/2026", "2026-04-03"],
    ["date", "31.12.2026", "2026-12-31"],
    ["boolean", "Ya", true],
    ["boolean", "0", false],
  ] as const)("reads a %s from %j", (type, cell, value) => {
    expect(parseAttributeValue(type, cell)).toEqual({ ok: true, value });
  });

  it.each([
    ["number", "many", "notANumber"],
    ["number", "1e999", "notANumber"],
    ["number", "1.2.3", "notANumber"],
    ["date", "2026-02-30", "notADate"],
    ["date", "12/31/2026", "notADate"],
    ["date", "yesterday", "notADate"],
    ["boolean", "perhaps", "notABoolean"],
    ["text", "x".repeat(5_001), "textTooLong"],
  ] as const)("refuses as a %s: %j", (type, cell, problem) => {
    expect(parseAttributeValue(type, cell)).toEqual({ ok: false, problem });
  });
});

describe("attribute keys", () => {
  it.each([
    ["Kota / City", "kota_city"],
    ["Prénom usuel", "prenom_usuel"],
    ["2nd phone", "nd_phone"],
    ["e-mail", "e_mail"],
    ["Email", "email_2"],
    ["日本", "field"],
    ["__proto__", "proto"],
  ])("makes a key for %j", (label, key) => {
    expect(attributeKeyFor(label, new Set())).toBe(key);
    expect(isAttributeKey(key)).toBe(true);
  });

  it("keeps clear of keys in use and of a contact's own", () => {
    expect(attributeKeyFor("City", new Set(["city", "city_2"]))).toBe("city_3");
    expect(isAttributeKey("first_name")).toBe(false);
    expect(isAttributeKey("First")).toBe(false);
    expect(isAttributeKey("a".repeat(41))).toBe(false);
  });
});
