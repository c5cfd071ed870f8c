import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { logger } from "#lib/platform/logger.ts";
import { headerBlock, headerValue } from "./mail-header.ts";
import { type SandboxAnswer, type SandboxAnswers, sandboxAnswer } from "./sandbox-answers.ts";
import { isSandboxPassword } from "./sandbox-password.ts";
import { type CaughtMail, insertCaughtMails } from "./sandbox-store.ts";

export type SandboxServer = {
  port: number;
  close(): Promise<void>;
};

const largestMailBytes = 30 * 1024 * 1024;
/** Mails that wait this long share one commit. */
const gatherMilliseconds = 5;
const mostGathered = 500;

/**
 * Listens on loopback and takes every mail of whoever signs in as a workspace. A mail is answered with 250 only once it
 * is kept, so what the sandbox says it has, it has. No TLS: nothing leaves the machine.
 *
 * @param port 0 for any free one
 * @throws when the port is taken
 */
export async function openSandbox(port: number, answers: SandboxAnswers): Promise<SandboxServer> {
  const catcher = openCatcher();
  /** Addresses that got their temporary answer and have not come back yet. */
  const deferred = new Set<string>();

  function answerFor(recipient: string, stage: SandboxAnswer["stage"]): SandboxAnswer | undefined {
    const answer = answers === "realistic" ? sandboxAnswer(recipient) : undefined;
    if (answer?.stage !== stage) return undefined;
    if (!answer.temporary) return answer;
    if (deferred.delete(recipient)) return undefined;
    // Bounded: after so many, somebody is not coming back.
    if (deferred.size >= 200_000) deferred.clear();
    deferred.add(recipient);
    return answer;
  }

  const server = new SMTPServer({
    name: "sandbox.kurir",
    banner: "Kurir mail sandbox",
    size: largestMailBytes,
    hideSTARTTLS: true,
    // Our answers bring their own, which would come twice.
    hideENHANCEDSTATUSCODES: true,
    authMethods: ["PLAIN", "LOGIN"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    socketTimeout: 120_000,
    closeTimeout: 1_000,
    onAuth({ username, password }, _session, callback) {
      if (username && password && isSandboxPassword(username, password)) callback(null, { user: username });
      else callback(refusal(535, "5.7.8 Only this installation may send to its sandbox"));
    },
    onRcptTo({ address }, _session, callback) {
      const answer = answerFor(address.toLowerCase(), "rcpt");
      callback(answer ? refusal(answer.replyCode, answer.text) : null);
    },
    onData(stream, session, callback) {
      takeMail(stream, session).then(
        (refused) => {
          if (refused) callback(refused);
          else callback(null, "2.0.0 Caught by the sandbox");
        },
        (error: unknown) => {
          // The other side hung up in the middle, as a sender that is paused does: nothing was taken, nothing is wrong.
          if (stream.destroyed && !stream.readableEnded) return;
          logger().error({ err: error }, "the sandbox could not keep a mail");
          callback(refusal(451, "4.3.0 The sandbox could not keep this mail"));
        },
      );
    },
  });

  async function takeMail(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | undefined> {
    const raw = await readMail(stream);
    if (!raw) return refusal(552, "5.3.4 The sandbox takes mails up to 30 MB");
    const answer = answerFor(session.envelope.rcptTo[0]?.address.toLowerCase() ?? "", "dot");
    if (answer) return refusal(answer.replyCode, answer.text);
    await catcher.keep(mailsOf(session, raw));
    return undefined;
  }
  // A client that goes away in the middle of a command; the mail it was about was not answered.
  server.on("error", (error: Error) => logger().debug({ err: error }, "a sandbox connection broke"));

  const listening = server.listen(port, "127.0.0.1");
  await once(listening, "listening");
  return {
    port: (listening.address() as AddressInfo).port,
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await catcher.close();
    },
  };
}

/** Gathers mails for a few milliseconds, so that a commit is shared: one for each would be the limit of the whole thing. */
function openCatcher() {
  type Waiting = { mails: CaughtMail[]; resolve: () => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    writing = insertCaughtMails(batch.flatMap(({ mails }) => mails)).then(
      () => {
        for (const { resolve } of batch) resolve();
      },
      (error: unknown) => {
        for (const { reject } of batch) reject(error);
      },
    );
  }

  return {
    keep(mails: CaughtMail[]): Promise<void> {
      return new Promise((resolve, reject) => {
        waiting.push({ mails, resolve, reject });
        if (waiting.length >= mostGathered) flush();
        else timer ??= setTimeout(flush, gatherMilliseconds);
      });
    },
    async close() {
      flush();
      await writing;
    },
  };
}

function mailsOf(session: SMTPServerSession, raw: Buffer): CaughtMail[] {
  const block = headerBlock(raw);
  const { mailFrom, rcptTo } = session.envelope;
  return rcptTo.map(({ address }) => ({
    workspaceId: session.user ?? "",
    messageId: storable(headerValue(block, "message-id").replace(/^<|>$/g, "")),
    envelopeFrom: storable(mailFrom ? mailFrom.address : ""),
    recipient: storable(address.toLowerCase()),
    subject: storable(headerValue(block, "subject")),
    raw,
  }));
}

/** PostgreSQL keeps no NUL in text. */
function storable(text: string): string {
  return text.replaceAll("\0", "").slice(0, 2_000);
}

async function readMail(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
