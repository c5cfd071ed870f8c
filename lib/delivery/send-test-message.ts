import { randomUUID } from "node:crypto";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type EmailProblem, validateEmail } from "#lib/addresses/email-address.ts";
import { signMessage } from "#lib/domains/sign-message.ts";
import { joinPieces } from "#lib/mail/mail-part.ts";
import { readSenderForSending } from "#lib/senders/read-sender-for-sending.ts";
import { borrowConnection } from "#lib/shares/borrow-connection.ts";
import { composeMessage } from "#lib/smtp/compose-message.ts";
import type { SmtpOutcome } from "#lib/smtp/smtp-outcome.ts";
import { openTransport } from "#lib/smtp/smtp-transport.ts";

export type TestMessage = { senderId: string; to: string; subject: string; html: string; text: string };

export type SendTestResult =
  | { outcome: "sent"; to: string; toSandbox: boolean }
  | { outcome: "senderNotFound" }
  | { outcome: "invalidAddress"; problem: EmailProblem }
  /** All the server's connections are taken by what is being sent: nothing was sent. */
  | { outcome: "busy" }
  /** With what the server said or why it could not be reached. */
  | { outcome: "failed"; reply: Exclude<SmtpOutcome, { kind: "accepted" }> };

/** A person waits for it. */
const busyAfterMilliseconds = 20_000;
const timeouts = { connect: 10_000, greeting: 15_000, command: 30_000, dataBlock: 30_000, dot: 60_000 };

/**
 * Sends one message to one address at once, outside every campaign: to look at a template or a draft. It is no message of
 * the ledger, so nothing is retried and nothing is suppressed. A person asks for it now: the server's hours, rate and caps are for
 * campaigns and do not hold it up. Its connections are the server's own limit, so it takes one of those.
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
  const raw = signer ? joinPieces([await signMessage(mail, signer, new Date()), mail]) : mail;
  const { id: serverId, maxConnections: maximum } = sender.server;
  const sent = await borrowConnection(
    { serverId, maximum, withinMilliseconds: busyAfterMilliseconds },
    async () => {
      const transport = openTransport({ ...sender.server, maxConnections: 1, timeouts });
      try {
        return await transport.send({ envelope: { from: sender.fromEmail, to: to.email }, raw });
      } finally {
        await transport.close();
      }
    },
  );
  if (!sent) return { outcome: "busy" };
  if (sent.done.kind !== "accepted") return { outcome: "failed", reply: sent.done };
  return { outcome: "sent", to: to.email, toSandbox: sender.server.kind === "sandbox" };
}
