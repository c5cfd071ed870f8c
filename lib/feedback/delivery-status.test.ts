import { expect, test } from "vitest";
import { parseDeliveryStatus } from "./delivery-status.ts";

test("a folded diagnostic, several recipients and actions are read apart", () => {
  const body = [
    "Reporting-MTA: dns; mx.example.net",
    "Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0000",
    "",
    "Original-Recipient: rfc822;kopi@example.com",
    "Final-Recipient: rfc822; <budi@example.com>",
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried",
    " to reach does not exist",
    "",
    "Original-Recipient: rfc822;sari@example.com",
    "Action: delayed (will retry)",
    "Status: 4.4.1 (no answer)",
    "",
  ].join("\r\n");
  expect(parseDeliveryStatus(body)).toEqual([
    {
      action: "failed",
      finalRecipient: "budi@example.com",
      originalRecipient: "kopi@example.com",
      enhancedCode: "5.1.1",
      replyCode: 550,
      replyText: "550-5.1.1 The email account that you tried to reach does not exist",
    },
    {
      action: "delayed",
      finalRecipient: null,
      originalRecipient: "sari@example.com",
      enhancedCode: "4.4.1",
      replyCode: 450,
      replyText: "Status 4.4.1",
    },
  ]);
});

test("what is no address names no recipient", () => {
  const [status] = parseDeliveryStatus("Final-Recipient: local; budi\nAction: failed\nStatus: 5.1.1\n");
  expect(status?.finalRecipient).toBeNull();
});

test("no control character of a diagnostic reaches a row", () => {
  const body = "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\u0000such\u001b[31m user\n";
  expect(parseDeliveryStatus(body)[0]?.replyText).toBe("550 no such [31m user");
});

test("what is no delivery status has no recipients", () => {
  expect(parseDeliveryStatus("Dear sender,\n\nyour mail: could not be delivered")).toEqual([]);
  expect(parseDeliveryStatus("")).toEqual([]);
});
