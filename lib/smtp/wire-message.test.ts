import { expect, test } from "vitest";
import { wireMessage } from "./wire-message.ts";

const onWire = (raw: string) => wireMessage(Buffer.from(raw, "latin1")).toString("latin1");

test("a message without a dot at a line start goes as it is", () => {
  const raw = Buffer.from("Subject: x\r\n\r\na. b.\r\n");
  expect(wireMessage(raw)).toBe(raw);
});

test("a dot at a line start gets another (RFC 5321 section 4.5.2)", () => {
  expect(onWire(".a\r\n..\r\nb\r\n.\r\n")).toBe("..a\r\n...\r\nb\r\n..\r\n");
});

test("a message always ends with a line end, and with one only", () => {
  expect(onWire("a")).toBe("a\r\n");
  expect(onWire("a\n")).toBe("a\r\n");
  expect(onWire(".")).toBe("..\r\n");
});

test("a line end that stands alone cannot end the message early", () => {
  for (const smuggled of [
    "a\n.\nMAIL FROM:<x@y.test>\r\n",
    "a\r.\rb\r\n",
    "a\n.\r\nb\r\n",
    "a\r\n.\nb\r\n",
  ]) {
    expect(onWire(smuggled)).not.toMatch(/[\r\n]\.[\r\n]/);
    expect(onWire(smuggled)).not.toMatch(/[^\r]\n|\r[^\n]/);
  }
});
