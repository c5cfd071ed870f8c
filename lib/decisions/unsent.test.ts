import { expect, test } from "vitest";
import { replyCategories } from "#lib/replies/reply-category.ts";
import { countAsked, retryableCategories } from "./unsent.ts";

test("nobody is tried again whose mailbox or domain is not there, or who refuses by a rule of their own", () => {
  const never = Object.keys(replyCategories).filter((category) => !retryableCategories.includes(category));
  expect(never.sort()).toEqual([
    "doubtful_address",
    "inactive_mailbox",
    "invalid_domain",
    "invalid_recipient",
    "recipient_policy",
    "unknown",
  ]);
});

test("the rest are those who were never tried or ran out of time, the failed those who were refused or ran out of time", () => {
  const counts = { new: 1, skipped: 10, expired: 100, bounced: 1_000 };
  expect(countAsked(counts, "send_to_rest")).toBe(111);
  expect(countAsked(counts, "retry_failed")).toBe(1_100);
});
