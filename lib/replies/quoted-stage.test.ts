import { expect, test } from "vitest";
import { quotedStage } from "./quoted-stage.ts";

test("the command that a server says was answered is read from its report, however the lines are broken", () => {
  expect(quotedStage("said: 550 no such user (in reply to\n    RCPT TO command)")).toBe("rcpt");
  expect(quotedStage("said: 554 5.7.1 spam (in reply to end of\r\n DATA command)")).toBe("dot");
  expect(quotedStage("said: 550 5.7.1 no (in reply to MAIL FROM command)")).toBe("mail");
  expect(quotedStage("SMTP error from remote mail server after end of data:\n  550 spam")).toBe("dot");
  expect(quotedStage("SMTP error from remote mail server after pipelined DATA: 550")).toBe("dot");
  expect(quotedStage("SMTP error from remote mail server after MAIL FROM:<a@example.com> SIZE=9")).toBe(
    "mail",
  );
  expect(quotedStage("550 5.1.1 user unknown")).toBeUndefined();
});

test("in a transcript, the server's own line tells whether the reply below DATA was to the recipient or the content", () => {
  expect(quotedStage(">>> DATA\n<<< 550 Unknown user\n554 5.0.0 Service unavailable\n")).toBe("dot");
  const own = "550 5.1.1 <budi@example.org>... User unknown";
  expect(quotedStage(`>>> DATA\n<<< 550 User unknown\n${own}\n<<< 503 Need RCPT`)).toBe("rcpt");
  expect(quotedStage(">>> RCPT To:<budi@example.org>\n<<< 550 User unknown\n")).toBe("rcpt");
  expect(quotedStage(">>> DATA\n<<< 550 no\n")).toBeUndefined();
});

test("a long report does not hold up whoever reads it", () => {
  for (const text of [">>> DATA <<< ".repeat(50_000), "in reply to ".repeat(50_000)]) {
    expect(quotedStage(text)).toBeUndefined();
  }
});
