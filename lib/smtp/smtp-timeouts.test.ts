import { expect, test } from "vitest";
import { defaultTimeouts } from "./smtp-timeouts.ts";

const minutes = 60_000;

// RFC 5321 section 4.5.3.2: "an SMTP client MUST provide a timeout mechanism", and at least so long for each.
test.each([
  ["4.5.3.2.1, initial 220", "greeting", 5],
  ["4.5.3.2.2, MAIL", "command", 5],
  ["4.5.3.2.3, RCPT", "command", 5],
  ["4.5.3.2.4, DATA initiation", "command", 2],
  ["4.5.3.2.5, data block", "dataBlock", 3],
  ["4.5.3.2.6, DATA termination", "dot", 10],
] as const)("a server gets the time of RFC 5321 section %s", (_section, timeout, least) => {
  expect(defaultTimeouts[timeout]).toBeGreaterThanOrEqual(least * minutes);
});
