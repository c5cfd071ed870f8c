import { expect, test } from "vitest";
import { redact } from "./redaction.ts";

test.each([
  ["sent to jane.doe@example.com", "sent to j***@example.com"],
  ['{"to":"jane@mail.example.co.id","n":1}', '{"to":"j***@mail.example.co.id","n":1}'],
  ["<bounce+abc=1@lists.example.com>", "<b***@lists.example.com>"],
  ["sari@localhost", "s***@localhost"],
  ["émile@exämple.fr and o'neil@example.com", "é***@exämple.fr and o***@example.com"],
])("masks the address in %s", (line, expected) => {
  expect(redact(line)).toBe(expected);
});

test.each(["at node_modules/pg@8.23.1/lib/client.js:4", "@heroui/react", "a @ b", "@", "no address here"])(
  "leaves %s alone",
  (line) => {
    expect(redact(line)).toBe(line);
  },
);

test("masks the credentials of an address of a service", () => {
  expect(redact("connect postgresql://kurir:s3cret@127.0.0.1:5432/kurir")).toBe(
    "connect postgresql://***@127.0.0.1:5432/kurir",
  );
});

test("masks what is named like a secret, however deep, and stays JSON", () => {
  const line = JSON.stringify({
    a: [{ server: { password: 'a"b\\', user: "u" } }],
    Authorization: "Bearer x",
    token: "t",
  });
  expect(JSON.parse(redact(line))).toEqual({
    a: [{ server: { password: "***", user: "u" } }],
    Authorization: "***",
    token: "***",
  });
});

test("passes a long line that never becomes an address, within the time of a test", () => {
  const line = `${"a".repeat(100_000)} ${"b.".repeat(50_000)} "password":"${"\\\\".repeat(50_000)} @`;
  expect(redact(line)).toBe(line);
});
