import { expect, test } from "vitest";
import { deriveMessageIdKey, messageIdHeader } from "./message-id.ts";

const key = deriveMessageIdKey("one secret of an installation, long enough");

test("the same message has the same Message-ID every time, and no two share one", () => {
  const id = messageIdHeader("42", "kopi@example.com", key);
  expect(id).toMatch(/^m42\.[0-9a-f]{12}@example\.com$/);
  expect(messageIdHeader("42", "kopi@example.com", key)).toBe(id);
  expect(messageIdHeader("43", "kopi@example.com", key).split(".")[1]).not.toBe(id.split(".")[1]);
});

test("another installation with the same domain makes other ones", () => {
  const other = deriveMessageIdKey("the secret of another installation, also long");
  expect(messageIdHeader("42", "kopi@example.com", other)).not.toBe(
    messageIdHeader("42", "kopi@example.com", key),
  );
});
