import { once } from "node:events";
import type { Socket } from "node:net";
import { type Envelope, mailCommand, refusedBefore } from "./mail-command.ts";
import { openReplyReader } from "./reply-reader.ts";
import type { ServerOffers } from "./server-offers.ts";
import {
  noReplyWords,
  parseReply,
  printable,
  type SendStage,
  type SmtpOutcome,
  type SmtpReply,
} from "./smtp-outcome.ts";
import { wireMessage } from "./wire-message.ts";

/** Milliseconds without anything heard or taken off our hands, and for each reply to be whole. */
export type DialogueTimeouts = { command: number; dataBlock: number; dot: number };

export type OutgoingMessage = {
  envelope: Envelope;
  /** The whole message, ASCII, with CRLF line ends and no line over 998 bytes; dots are stuffed here. */
  raw: Buffer;
  /**
   * Called once there is a connection, which may have taken minutes, before anything is said of the message; for each connection
   * that is tried. What it throws, `send` throws, and the connection is the next one's. A promise only where it has to wait:
   * nearly every message need not.
   */
  beforeMail?: () => Promise<void> | undefined;
  /** Awaited before the final dot leaves. What it throws, `send` throws, and the dot never leaves. */
  beforeDot?: () => Promise<void>;
};

/** A session after its greeting, encryption and sign-in: what is left is to hand over messages, one at a time. */
export type SmtpDialogue = {
  send(message: OutgoingMessage): Promise<SmtpOutcome>;
  /**
   * The server ended this used connection before it took MAIL of the last message, with 421 (RFC 5321 section 3.8) or without a
   * word: another session may take it, nothing of it was done.
   */
  wasStale(): boolean;
  /** False once it has ended or cannot be trusted to be between two messages. */
  usable(): boolean;
  /** Says QUIT and resolves when the connection is gone. */
  close(): Promise<void>;
};

type Heard = { reply: SmtpReply; text: string } | { reply: undefined; text: string };

const { tooLate, unreadable } = noReplyWords;

/** What no reply is wanted of any more is not waited for longer. */
const quitMilliseconds = 5_000;
/**
 * A body up to this goes in one write with its dot, once the mark is made: 30 us less for both sides than two writes. A longer
 * one is on its way before the mark is asked for.
 */
const oneWriteBytes = 65_536;
const endOfMail = Buffer.from(".\r\n");
/** A server says the same to nearly every MAIL, RCPT and DATA: taking a reply apart costs more than all else about it. */
const mostKnownReplies = 8;

/**
 * Speaks the part of SMTP that is said for every message (RFC 5321 section 3.3). Ours and not the mail library's, because it
 * is most of what a worker does: the library passes each body byte by byte through three streams, this is two writes.
 */
export function openDialogue(socket: Socket, offers: ServerOffers, timeouts: DialogueTimeouts): SmtpDialogue {
  const heard: Heard[] = [];
  let waiting: ((heard: Heard) => void) | undefined;
  let isBusy = false;
  let isSpent = false;
  /** Messages that were begun here. */
  let begun = 0;
  let isStale = false;
  /** The body is under way and the dot is not: whatever comes now ends the session. */
  let isInBody = false;
  /** How long each reply may take, and until when the one that is waited for may. */
  let patience = 0;
  let answerBy = 0;

  function allow(milliseconds: number): void {
    patience = milliseconds;
    socket.setTimeout(milliseconds);
  }

  function tell(what: Heard): void {
    // Nobody asked: a server that ends an idle session, or one that refuses in the middle of a body.
    if (!isBusy || isInBody || !what.reply) spend();
    const waiter = waiting;
    waiting = undefined;
    if (waiter) waiter(what);
    else if (isBusy) heard.push(what);
  }

  const known = new Map<string, SmtpReply | undefined>();
  function understand(text: string): SmtpReply | undefined {
    if (known.has(text)) return known.get(text);
    const reply = parseReply(text);
    if (known.size < mostKnownReplies) known.set(text, reply);
    return reply;
  }

  const read = openReplyReader(
    (text) => {
      const reply = understand(text);
      tell(reply ? { reply, text } : { reply, text: `${unreadable}: ${text}` });
    },
    () => tell({ reply: undefined, text: `${unreadable}: it has no end` }),
  );
  const lose = (why: string) => tell({ reply: undefined, text: why });
  // A server that sends a little of its reply ever again is never idle. It is asked here, as it has to send to stay.
  const listen = (chunk: Buffer) => {
    read(chunk);
    if (waiting && performance.now() > answerBy) lose(tooLate);
  };
  socket.on("data", listen);
  socket.on("error", (error) => lose(error.message));
  socket.on("end", () => lose("the server closed the connection"));
  socket.on("close", () => lose("the connection was closed"));
  socket.on("timeout", () => lose(tooLate));

  function hear(): Promise<Heard> {
    const next = heard.shift();
    answerBy = performance.now() + patience;
    return next ? Promise.resolve(next) : new Promise((resolve) => (waiting = resolve));
  }

  /** There is no way back to between two messages. */
  function spend(): void {
    isSpent = true;
    if (!socket.destroyed) socket.destroy();
  }

  async function send(message: OutgoingMessage): Promise<SmtpOutcome> {
    const refused = refusedBefore(message, offers);
    if (refused) return refused;
    if (isSpent) {
      isStale = begun > 0;
      return lost("mail", false, "the connection was closed");
    }
    isBusy = true;
    begun += 1;
    heard.length = 0;
    try {
      return (await announce(message)) ?? (await handOver(message));
    } finally {
      isBusy = false;
      // One answer too many: whose it is cannot be told any more.
      if (heard.length > 0) spend();
      if (!isSpent) socket.setTimeout(0);
    }
  }

  /** MAIL, RCPT and DATA. @returns undefined when the server asks for the body */
  async function announce({ envelope, raw }: OutgoingMessage): Promise<SmtpOutcome | undefined> {
    const commands = [mailCommand(envelope, raw.length, offers), `RCPT TO:<${envelope.to}>\r\n`, "DATA\r\n"];
    let refusal: SmtpOutcome | undefined;
    allow(timeouts.command);
    if (offers.pipelining) socket.write(commands.join(""), "utf8");
    for (const [index, stage] of (["mail", "rcpt", "data"] as const).entries()) {
      if (!offers.pipelining) socket.write(commands[index] ?? "", "utf8");
      const { reply, text } = await hear();
      const isGone = reply ? reply.replyCode === 421 : text !== tooLate;
      isStale = isGone && stage === "mail" && begun > 1;
      if (!reply) return refusal ?? lost(stage, false, text);
      const isGo = stage === "data" ? reply.replyCode === 354 : reply.replyCode < 300;
      if (isGo && !refusal) continue;
      if (!refusal && reply.replyCode < 400) {
        spend();
        return lost(stage, false, `${unreadable}: ${printable(text)}`);
      }
      refusal ??= { kind: "rejected", stage, afterDot: false, ...reply };
      // It asks for the body of a message to nobody: RFC 2920 section 3.1. A session is cheaper than that oddity.
      if (reply.replyCode === 421 || (isGo && stage === "data")) spend();
      if (isSpent || !offers.pipelining) break;
    }
    if (refusal?.kind === "rejected" && refusal.stage !== "mail" && !isSpent) await reset();
    return refusal;
  }

  /** The body, the mark, the dot. */
  async function handOver({ raw, beforeDot }: OutgoingMessage): Promise<SmtpOutcome> {
    // Said in one breath with the 354, it cannot be the answer to a dot that has not left.
    const tooEarly = heard.shift();
    if (tooEarly) {
      spend();
      return endedInBody(tooEarly);
    }
    const body = wireMessage(raw);
    isInBody = true;
    allow(timeouts.dataBlock);
    const isShort = body.length <= oneWriteBytes;
    if (!isShort) await new Promise<void>((done) => socket.write(body, () => done()));
    try {
      await beforeDot?.();
    } catch (error) {
      spend();
      throw error;
    } finally {
      isInBody = false;
    }
    // Refused or lost while the mark was being made: the dot stays here.
    if (isSpent) return endedInBody(await hear());
    allow(timeouts.dot);
    socket.cork();
    if (isShort) socket.write(body);
    socket.write(endOfMail);
    socket.uncork();
    const { reply, text } = await hear();
    if (!reply) return lost("dot", true, text);
    if (reply.replyCode < 300) return { kind: "accepted", stage: "dot", afterDot: true, ...reply };
    if (reply.replyCode === 421 || reply.replyCode < 400) spend();
    if (reply.replyCode >= 400) return { kind: "rejected", stage: "dot", afterDot: true, ...reply };
    return lost("dot", true, `${unreadable}: ${printable(text)}`);
  }

  /** After a refusal between MAIL and DATA the server may still have a transaction open. */
  async function reset(): Promise<void> {
    socket.write("RSET\r\n");
    const { reply } = await hear();
    if (!reply || reply.replyCode >= 300) spend();
  }

  return {
    send,
    wasStale: () => isStale,
    usable: () => !isSpent && socket.writable,
    async close() {
      if (!isSpent && socket.writable) {
        isSpent = true;
        socket.setTimeout(quitMilliseconds);
        // Its goodbye is not the end: until it has closed too, it counts the connection.
        socket.off("data", listen).resume();
        socket.end("QUIT\r\n");
      } else spend();
      if (!socket.closed) await once(socket, "close");
    },
  };
}

function endedInBody({ reply, text }: Heard): SmtpOutcome {
  if (reply && reply.replyCode >= 400) return { kind: "rejected", stage: "data", afterDot: false, ...reply };
  return lost("data", false, text);
}

function lost(stage: SendStage, afterDot: boolean, text: string): SmtpOutcome {
  return { kind: "no_reply", stage, afterDot, replyText: printable(text) };
}
