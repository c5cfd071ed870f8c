import { expect, test } from "vitest";
import { parseReply, printable } from "./smtp-outcome.ts";

test.each([
  ["250 2.0.0 queued as 123", { replyCode: 250, enhancedCode: "2.0.0", replyText: "queued as 123" }],
  ["250", { replyCode: 250, replyText: "" }],
  [
    "550-5.1.1 The email account that you tried to reach\n550 5.1.1 does not exist",
    {
      replyCode: 550,
      enhancedCode: "5.1.1",
      replyText: "The email account that you tried to reach does not exist",
    },
  ],
  ["550 Requested action not taken", { replyCode: 550, replyText: "Requested action not taken" }],
  ["450 4.2.2.1 odd", { replyCode: 450, replyText: "4.2.2.1 odd" }],
])("the reply %j is taken apart", (text, reply) => {
  expect(parseReply(text)).toEqual(reply);
});

test.each(["", "HTTP/1.1 400 Bad Request", "25", "2500 too long a code", "150 no such class", "600 neither"])(
  "%j is no reply",
  (text) => {
    expect(parseReply(text)).toBeUndefined();
  },
);

test("a server's words hold no line break, no control and no direction character, and no more than 2,000 characters", () => {
  expect(printable("a\r\nb\tc\u0000\u001b[31md\u202Ee")).toBe("a b c [31md e");
  expect(printable("x".repeat(5_000))).toHaveLength(2_000);
});
