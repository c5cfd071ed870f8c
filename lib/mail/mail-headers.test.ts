import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { headerText } from "#lib/liquid/header-text.ts";
import { dateField, exactField, isMailable, mailboxField, textField } from "./mail-headers.ts";

const subjects = [
  "Plain words",
  "",
  "Halo Ayu, 50 % untuk Anda — hanya hari ini",
  "🚚 Paket Anda 📦 ".repeat(12).trim(),
  "שלום עולם, מה שלומך היום",
  "=?UTF-8?B?aGFja2Vk?= stays as typed",
  `One long word ${"x".repeat(300)} and more`,
  "word ".repeat(100).trim(),
  '"quoted" <and> (bracketed) \\ back',
];

for (const subject of subjects) {
  test(`a reader sees the subject as it was typed: ${subject.slice(0, 40)}`, async () => {
    const field = textField("Subject", subject);
    const mail = await PostalMime.parse(`${field}From: a@example.com\r\n\r\n`);
    expect(mail.subject ?? "").toBe(subject);
    expect(mail.headers).toHaveLength(2);
  });

  test(`a folded field keeps to its lengths and to ASCII: ${subject.slice(0, 40)}`, () => {
    for (const line of textField("Subject", subject).trimEnd().split("\r\n")) {
      expect(line.length).toBeLessThanOrEqual(87);
      expect(line).toMatch(/^[\x20-\x7e]*$/);
      for (const word of line.match(/=\?\S*\?=/g) ?? []) expect(word.length).toBeLessThanOrEqual(75);
    }
  });
}

const attacks = [
  "Hi\r\nBcc: victim@example.com",
  "Hi\nBcc: victim@example.com",
  "Hi\rBcc: victim@example.com",
  "Hi\u0000\u0085\u2028\u2029Bcc: victim@example.com",
  "Hi\r\n\r\n<script>",
  "Hi\u000bBcc: victim@example.com\u000c",
];

for (const attack of attacks) {
  test(`no field begins another: ${JSON.stringify(attack)}`, async () => {
    for (const field of [
      textField("Subject", attack),
      mailboxField("From", attack, "a@example.com"),
      mailboxField("From", `${attack} é`, "a@example.com"),
    ]) {
      const mail = await PostalMime.parse(`${field}X-Last: 1\r\n\r\nbody`);
      expect(mail.headers.map((header) => header.key).filter((key) => key !== "x-last")).toHaveLength(1);
      expect(mail.bcc).toBeUndefined();
      expect(mail.text?.trim()).toBe("body");
    }
  });
}

const names = [
  "Ayu",
  'Ayu "Kurir" Lestari',
  "Toko Kopi, Jakarta",
  "Ayu Wulandari 🚚",
  "",
  "a@b.c",
  "back\\slash",
  "Ünïcødé ".repeat(10),
];

for (const name of names) {
  test(`a mailbox reads back as name and address: ${name}`, async () => {
    const mail = await PostalMime.parse(`${mailboxField("From", name, "ayu@example.com")}\r\n`);
    expect(mail.from).toMatchObject({ address: "ayu@example.com" });
    expect(mail.from?.name ?? "").toBe(name.trim());
  });
}

test("addresses that could end a field or an envelope are not mailable", () => {
  for (const address of [
    "a@b.c\r\nX: y",
    "a b@c.d",
    "<a@b.c>",
    "a@b.c>",
    "a@b,c",
    "é@example.com",
    "a@b@c",
    "",
    `${"x".repeat(65)}@b.c`,
  ]) {
    expect(isMailable(address), address).toBe(false);
    expect(() => mailboxField("To", "", address)).toThrow();
  }
  for (const address of ["a@b.c", "o'neil+news@sub.example.co.id", "a.b_c%d@xn--bcher-kva.example"]) {
    expect(isMailable(address), address).toBe(true);
  }
});

test("a field of ours with a line break in it is refused, not repaired", () => {
  expect(() => exactField("List-Unsubscribe", "<https://a/>\r\nBcc: x")).toThrow();
  expect(exactField("Precedence", "bulk")).toBe("Precedence: bulk\r\n");
});

test("dates follow RFC 5322", () => {
  expect(dateField(new Date("2026-11-21T14:30:05.123Z"))).toBe("Date: Sat, 21 Nov 2026 14:30:05 +0000\r\n");
});

test("lone surrogates do not reach the wire", () => {
  expect(headerText("a\ud800b").isWellFormed()).toBe(true);
});
