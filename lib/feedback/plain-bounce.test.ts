import { expect, test } from "vitest";
import { readPlainBounce } from "./plain-bounce.ts";

const copy = [
  "Return-path: <news@kopi.example>",
  "To: someone@else.example",
  "Subject: 550 5.7.1 spam",
  "",
  "Hi",
];
const read = (...lines: string[]) => readPlainBounce(lines.join("\n"), { isFailure: false });
const exim = (...told: string[]) =>
  read(
    "This message was created automatically by mail delivery software.",
    "",
    "A message that you sent could not be delivered to one or more of its",
    "recipients. This is a permanent error. The following address(es) failed:",
    "",
    ...told,
    "",
    "------ This is a copy of the message, including all the headers. ------",
    "",
    ...copy,
  );
const qmail = (...told: string[]) =>
  read(
    "Hi. This is the qmail-send program at mx.toko.example.",
    "I'm afraid I wasn't able to deliver your message to the following addresses.",
    "This is a permanent error; I've given up. Sorry it didn't work out.",
    "",
    ...told,
    "",
    "--- Below this line is a copy of the message.",
    "",
    ...copy,
  );

test("Exim's report: who, the server's own words and codes, and which command was answered", () => {
  expect(
    exim(
      "  budi@toko.example",
      "    host mail.toko.example [192.0.2.7]",
      "    SMTP error from remote mail server after RCPT TO:<budi@toko.example>:",
      "    550 5.1.1 <budi@toko.example>: no such user here",
    ),
  ).toEqual({
    stage: "rcpt",
    statuses: [
      {
        action: "failed",
        finalRecipient: "budi@toko.example",
        originalRecipient: null,
        enhancedCode: "5.1.1",
        replyCode: 550,
        replyText: "550 5.1.1 <budi@toko.example>: no such user here",
      },
    ],
  });
  expect(exim("  budi@toko.example", "    retry timeout exceeded")).toMatchObject({
    stage: undefined,
    statuses: [{ replyCode: 550, enhancedCode: null, replyText: "retry timeout exceeded" }],
  });
});

test("what was passed on to another mailbox is told from the recipient's own, named or not", () => {
  const words = "    SMTP error from remote mail server after RCPT TO:<x@y.example>: 550 5.1.1 unknown";
  const [named] = exim("  old@mail.example", "    (generated from budi@toko.example)", words)?.statuses ?? [];
  expect(named).toMatchObject({ finalRecipient: "old@mail.example", originalRecipient: "budi@toko.example" });
  const [hidden] =
    exim("  an undisclosed address", "    (generated from budi@toko.example)", words)?.statuses ?? [];
  expect(hidden?.finalRecipient).not.toBeNull();
  expect(hidden).toMatchObject({ originalRecipient: "budi@toko.example" });
});

test("qmail's report: each recipient apart, what it says of its own left away, and a temporary end stays one", () => {
  expect(
    qmail(
      "<budi@toko.example>:",
      "192.0.2.7 does not like recipient.",
      "Remote host said: 550 5.1.1 no such user",
      "Giving up on 192.0.2.7.",
      "",
      "<sari@toko.example>:",
      "192.0.2.7 failed after I sent the message.",
      "Remote host said: 452 4.2.2 mailbox full",
      "Giving up on 192.0.2.7.",
      "I'm not going to try again; this message has been in the queue too long.",
    ),
  ).toMatchObject({
    statuses: [
      { finalRecipient: "budi@toko.example", replyCode: 550, replyText: "550 5.1.1 no such user" },
      { finalRecipient: "sari@toko.example", replyCode: 452, replyText: "452 4.2.2 mailbox full" },
    ],
  });
  expect(qmail("<budi@toko.example>:", "Sorry, I couldn't find any host. (#4.1.2)")).toMatchObject({
    statuses: [{ replyCode: 450, enhancedCode: "4.1.2" }],
  });
  expect(
    qmail("<a@b.example>:", "192.0.2.7 failed after I sent the message.", "Remote host said: 554 no")?.stage,
  ).toBe("dot");
});

test.each([
  [
    "This is the mail system at host mx.example.",
    "I'm sorry to have to inform you that your message could not",
    "be delivered to one or more recipients.",
    "",
    "<budi@toko.example>: host mx.toko.example[192.0.2.7] said: 550 5.1.1",
    "    no such user (in reply to RCPT TO command)",
  ],
  [
    "   ----- The following addresses had permanent fatal errors -----",
    "<budi@toko.example>",
    "    (reason: 550 5.1.1 no such user)",
  ],
  [
    "    Hi!",
    "",
    "    This is the MAILER-DAEMON, please DO NOT REPLY to this email.",
    "",
    "    An error has occurred while attempting to deliver a message for",
    "    the following list of recipients:",
    "",
    "budi@toko.example: 550 5.1.1 no such user",
  ],
  [
    "This is the DragonFly Mail Agent v0.13 at mx.example.",
    "",
    "There was an error delivering your mail to <budi@toko.example>.",
    "",
    "mx.toko.example [192.0.2.7] did not like our RCPT TO:",
    "550 5.1.1 no such user",
  ],
  [
    "Delivery to the following recipient failed permanently:",
    "",
    "     budi@toko.example",
    "",
    "The error that the other server returned was: 550 5.1.1 no such user",
  ],
  [
    "Sorry, we were unable to deliver your message to the following address.",
    "",
    "<budi@toko.example>:",
    "Remote host said: 550 5.1.1 no such user [RCPT_TO]",
  ],
  [
    "An error occurred while delivering the mail.",
    "",
    "Final-Recipient: rfc822; budi@toko.example",
    "Action: failed",
    "Diagnostic-Code: smtp; 550 5.1.1 no such user",
    "Status: 5.1.1",
  ],
])("other servers' words are understood: %s", (...lines) => {
  expect(read(...lines, "", "--- The headers of the message", "", ...copy)?.statuses).toMatchObject([
    { action: "failed", finalRecipient: "budi@toko.example", enhancedCode: "5.1.1", replyCode: 550 },
  ]);
});

test("where the header says that it failed, the words may be in any language", () => {
  const text = "Surat ini dibuat otomatis.\n\n  budi@toko.example\n    550 5.1.1 no such user\n\nSalam";
  expect(readPlainBounce(text, { isFailure: false })).toBeNull();
  expect(readPlainBounce(text, { isFailure: true })?.statuses).toMatchObject([
    { finalRecipient: "budi@toko.example", replyText: "550 5.1.1 no such user" },
  ]);
});

test("a report that names nobody is not taken for one about the recipient", () => {
  const [status] = exim("  save to /home/toko/mail", "    mailbox is full")?.statuses ?? [];
  expect(status?.finalRecipient).not.toBeNull();
  expect(status?.finalRecipient).not.toContain("@");
});

test("delays, notices of absence, ordinary mails and passed on reports are no bounces", () => {
  for (const lines of [
    [
      "This message was created automatically by mail delivery software.",
      "A message that you sent has not yet been delivered to one or more of its",
      "recipients after more than 24 hours.",
      "",
      "  budi@toko.example",
      "    450 later",
    ],
    [
      "Delivery to the following recipient failed permanently:",
      "",
      "  budi@toko.example",
      "",
      "THIS IS A WARNING MESSAGE ONLY.",
    ],
    [
      "This is the mail system at host mx.example.",
      "",
      "THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
      "",
      "<budi@toko.example>: 450 later",
    ],
    ["I am away until Monday. Write to sari@toko.example instead.", "", "550 5.1.1"],
    [
      "Dear Ayu,",
      "",
      "Hi. This is the qmail-send program at mx.example.",
      "",
      "<budi@toko.example>:",
      "550 5.1.1 no such user",
    ],
    [
      "> This message was created automatically by mail delivery software.",
      "> A message that you sent could not be delivered to one or more of its",
      "> recipients.",
    ],
    [""],
  ])
    expect(read(...lines), lines[0]).toBeNull();
});

test("a long mail does not hold up whoever reads it", () => {
  for (const piece of [
    "a@b.example\n",
    "<a@",
    "a@b.example: 550 ",
    "--- ",
    "\n \n",
    "550 5.",
    "This message was created ",
  ])
    expect(readPlainBounce(piece.repeat(100_000), { isFailure: false })).toBeNull();
  const many = Array.from({ length: 10_000 }, (_, person) => `p${person}@b.example:\n`).join("");
  expect(readPlainBounce(many, { isFailure: true })?.statuses.length).toBeLessThan(2_000);
});
