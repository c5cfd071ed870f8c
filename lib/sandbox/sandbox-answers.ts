import { createHash } from "node:crypto";

/** How the sandbox answers: takes everything, or refuses a share of recipients as real providers do. */
export type SandboxAnswers = "accept" | "realistic";

export type SandboxAnswer = {
  stage: "rcpt" | "dot";
  replyCode: number;
  text: string;
  /** A temporary one is given once; the next attempt is taken. */
  temporary: boolean;
};

type Share = { perMille: number; answers: readonly Omit<SandboxAnswer, "temporary">[] };

/** Replies as providers word them, and what share of recipients gets one. */
const permanent: Share = {
  perMille: 30,
  answers: [
    // Gmail
    {
      stage: "rcpt",
      replyCode: 550,
      text: "5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. For more information, go to https://support.google.com/mail/?p=NoSuchUser",
    },
    // Microsoft 365
    {
      stage: "rcpt",
      replyCode: 550,
      text: "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    },
    // Outlook.com
    {
      stage: "rcpt",
      replyCode: 550,
      text: "5.5.0 Requested action not taken: mailbox unavailable (S2017062302)",
    },
    // Yahoo
    {
      stage: "rcpt",
      replyCode: 554,
      text: "5.2.1 delivery error: dd This mailbox is disabled (554.30)",
    },
    // Postfix
    {
      stage: "rcpt",
      replyCode: 550,
      text: "5.1.1 Recipient address rejected: User unknown in virtual mailbox table",
    },
    // Gmail, a mailbox full for long
    {
      stage: "rcpt",
      replyCode: 552,
      text: "5.2.2 The recipient's inbox is out of storage space. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm",
    },
  ],
};

const temporary: Share = {
  perMille: 30,
  answers: [
    // Postgrey
    {
      stage: "rcpt",
      replyCode: 450,
      text: "4.7.1 Recipient address rejected: Greylisted, please try again in 5 seconds",
    },
    // Gmail
    {
      stage: "rcpt",
      replyCode: 452,
      text: "4.2.2 The recipient's inbox is out of storage space. Please try again in 5 seconds",
    },
    // Yahoo
    {
      stage: "rcpt",
      replyCode: 451,
      text: "4.7.0 [TSS04] Messages temporarily deferred due to unexpected volume or user complaints; try again in 5 seconds",
    },
    // Microsoft 365
    {
      stage: "dot",
      replyCode: 451,
      text: "4.7.500 Server busy. Please try again in 5 seconds",
    },
  ],
};

const policy: Share = {
  perMille: 5,
  answers: [
    // Gmail
    {
      stage: "dot",
      replyCode: 550,
      text: "5.7.1 Our system has detected that this message is likely unsolicited mail. To reduce the amount of spam sent to Gmail, this message has been blocked. Please visit https://support.google.com/mail/?p=UnsolicitedMessageError for more information",
    },
    // Spamhaus, as many servers quote it
    {
      stage: "rcpt",
      replyCode: 554,
      text: "5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org",
    },
  ],
};

const shares: readonly (Share & { temporary: boolean })[] = [
  { ...permanent, temporary: false },
  { ...temporary, temporary: true },
  { ...policy, temporary: false },
];

/**
 * What the sandbox answers for a recipient, or nothing where it takes the mail. The same address always gets the same:
 * a hash of it decides, so a demo or a test can be repeated.
 */
export function sandboxAnswer(recipient: string): SandboxAnswer | undefined {
  const digest = createHash("sha256").update(recipient.toLowerCase()).digest();
  let place = digest.readUInt32BE(0) % 1_000;
  for (const { perMille, answers, temporary: isTemporary } of shares) {
    if (place < perMille) {
      const answer = answers[digest.readUInt32BE(4) % answers.length];
      return answer && { ...answer, temporary: isTemporary };
    }
    place -= perMille;
  }
  return undefined;
}
