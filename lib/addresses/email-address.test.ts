import { describe, expect, it } from "vitest";
import { normaliseEmail, validateEmail } from "./email-address.ts";

describe("validateEmail", () => {
  it.each([
    ["  Sari.Wulan@Example.CO.ID ", "sari.wulan@example.co.id"],
    ["o'neill+news@mail.example", "o'neill+news@mail.example"],
    ["budi@bücher.example", "budi@xn--bcher-kva.example"],
    ["budi@例え.jp", "budi@xn--r8jz45g.jp"],
    ["\uFEFFana\u200B@example.com\u00A0", "ana@example.com"],
    ["x@1.example", "x@1.example"],
    [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
  ])("takes %j as %s", (text, email) => {
    expect(validateEmail(text)).toEqual({ ok: true, email });
  });

  it.each([
    ["", "missing"],
    ["   ", "missing"],
    ["no address", "notAnAddress"],
    ["@example.com", "notAnAddress"],
    ["a@b@example.com", "notAnAddress"],
    ["two words@example.com", "notAnAddress"],
    ["Budi <budi@example.com>", "notAnAddress"],
    ["a@example.com, b@example.com", "notAnAddress"],
    [".dot@example.com", "notAnAddress"],
    ["dot.@example.com", "notAnAddress"],
    ["do..t@example.com", "notAnAddress"],
    ["évelyne@example.com", "localPartNotAscii"],
    ["a@localhost", "domain"],
    ["a@example", "domain"],
    ["a@example..com", "domain"],
    ["a@-example.com", "domain"],
    ["a@exa_mple.com", "domain"],
    ["a@192.168.1.1", "domain"],
    ["a@[192.168.1.1]", "domain"],
    ["a@example.com.", "domain"],
    [`${"a".repeat(65)}@example.com`, "tooLong"],
    [`a@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}.${"e".repeat(63)}`, "tooLong"],
    ["a\r\nBcc: x@example.com", "notAnAddress"],
    ["a@example.com\nBcc: x", "domain"],
  ])("refuses %j as %s", (text, problem) => {
    expect(validateEmail(text)).toEqual({ ok: false, problem });
  });
});

describe("normaliseEmail", () => {
  it("gives the same key for spellings of one address, and the same again for its own result", () => {
    const once = normaliseEmail(" Budi@BÜCHER.example");
    expect(once).toBe("budi@xn--bcher-kva.example");
    expect(normaliseEmail(once)).toBe(once);
  });
});
