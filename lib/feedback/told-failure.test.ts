import { expect, test } from "vitest";
import type { RecipientStatus } from "./delivery-status.ts";
import { toldFailure } from "./told-failure.ts";

const status = (
  action: RecipientStatus["action"],
  finalRecipient: string | null,
  originalRecipient: string | null = null,
): RecipientStatus => ({
  action,
  finalRecipient,
  originalRecipient,
  enhancedCode: "5.1.1",
  replyCode: 550,
  replyText: "550 5.1.1 no such user",
});
const whose = (...statuses: RecipientStatus[]) => {
  const told = toldFailure(statuses, "ayu@example.org");
  return told && (told.isOfAnother ? "another's" : "their own");
};

test("a failure of the recipient's own mailbox is theirs, in whatever case it is written", () => {
  expect(whose(status("failed", "ayu@example.org"))).toBe("their own");
  expect(whose(status("failed", "Ayu@Example.ORG", "ayu@example.org"))).toBe("their own");
  expect(whose(status("delivered", "x@example.net"), status("failed", "ayu@example.org"))).toBe("their own");
});

test("a failure of a mailbox that the mail was passed on to is another's", () => {
  expect(whose(status("failed", "old@elsewhere.example"))).toBe("another's");
  expect(whose(status("failed", "old@elsewhere.example", "ayu@example.org"))).toBe("another's");
});

test("where the recipient's own mailbox took the mail, or is being tried, nothing has failed", () => {
  const elsewhere = status("failed", "old@elsewhere.example", "ayu@example.org");
  expect(whose(elsewhere, status("delivered", "ayu@example.org"))).toBeNull();
  expect(whose(elsewhere, status("relayed", "citra@elsewhere.example", "ayu@example.org"))).toBeNull();
  expect(whose(elsewhere, status("delayed", "ayu@example.org"))).toBeNull();
  expect(whose(status("delayed", "old@elsewhere.example"))).toBeNull();
});

test("a report that names nobody, or only the address before any forwarding, is about the recipient", () => {
  expect(whose(status("failed", null))).toBe("their own");
  expect(whose(status("failed", null, "ayu@example.org"))).toBe("their own");
  expect(whose(status("failed", null, "old@elsewhere.example"))).toBe("another's");
});
