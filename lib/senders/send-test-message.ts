import { randomUUID } from "node:crypto";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type EmailProblem, validateEmail } from "#lib/contacts/contact.ts";
import { signMessage } from "#lib/domains/sign-message.ts";
import type { SmtpOutcome } from "#lib/smtp/smtp-outcome.ts";
import { composeMessage, openTransport } from "#lib/smtp/smtp-transport.ts";
import { readSenderForSending } from "./read-sender-for-sending.ts";

export type TestMessage = { senderId: string; to: string; subject: string; html: string; text: string };

export type SendTestResult =
  | { outcome: "sent"; to: string; toSandbox: boolean }
  | { outcome: "senderNotFound" }
  | { outcome: "invalidAddress"; problem: EmailProblem }
  /** With what the server said or why it could not be reached. */
  | { outcome: "failed"; reply: Exclude<SmtpOutcome, { kind: "accepted" }> };

/** A person waits for it. */
const timeouts = { connect: 10_000, greeting: 15_000, command: 30_000, dataBlock: 30_000, dot: 60_000 };

/**
 * Sends one message to one address at once, outside every campaign: to look at a template or a draft. It is no message of
 * the ledger, so nothing is retried and nothing is suppressed.
 */
export async function sendTestMessage(actor: Actor, message: TestMessage): Promise<SendTestResult> {
  requirePermission(actor, "content:write");
  const to = validateEmail(message.to);
  if (!to.ok) return { outcome: "invalidAddress", problem: to.problem };
  const sender = await readSenderForSending(actor.workspaceId, message.senderId);
  if (!sender) return { outcome: "senderNotFound" };
  const mail = await composeMessage({
    from: { name: sender.fromName, address: sender.fromEmail },
    replyTo: sender.replyTo,
    to: to.email,
    subject: message.subject,
    html: message.html,
    text: message.text,
    messageId: `${randomUUID()}@${sender.fromEmail.slice(sender.fromEmail.lastIndexOf("@") + 1)}`,
  });
  const { signer } = sender.server;
  const raw = signer ? await signMessage(mail, signer, new Date()) : mail;
  const transport = openTransport({ ...sender.server, maxConnections: 1, timeouts });
  try {
    const reply = await transport.send({ envelope: { from: sender.fromEmail, to: to.email }, raw });
    if (reply.kind !== "accepted") return { outcome: "failed", reply };
    return { outcome: "sent", to: to.email, toSandbox: sender.server.kind === "sandbox" };
  } finally {
    await transport.close();
  }
}
