import { createServer, type Server, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";

/** Where in a session a rule is asked. `data` is the DATA command, `body` the first bytes after it, `dot` the final dot. */
export type SinkPoint =
  | "connect"
  | "ehlo"
  | "starttls"
  | "auth"
  | "mail"
  | "rcpt"
  | "data"
  | "body"
  | "dot"
  | "answered"
  | "rset"
  | "quit"
  /** The connection is over, whoever ended it; what a rule says to it has no effect. */
  | "close";

/**
 * What the sink does at a point.
 * - a string: this reply instead of the usual one (several lines with `\r\n`); 4yz and 5yz refuse. At `body` it is sent
 *   in the middle of the body. A reply starting with 421 is followed by closing.
 * - `drop`: reset the connection at once. At `dot`, the message is NOT recorded as received.
 * - `close`: end the connection in an orderly way (FIN) without a reply.
 * - `hang`: never answer, keep the connection.
 * - `receive-drop`, `receive-close`, `receive-hang` (at `dot`): record the message as received, then lose the reply.
 * - `wait` with milliseconds, then as usual; `hold` until a promise is kept, then as usual.
 * - undefined: as usual.
 */
export type SinkAction =
  | string
  | { do: "drop" | "close" | "hang" | "receive-drop" | "receive-close" | "receive-hang" }
  | { do: "wait"; milliseconds: number }
  | { do: "hold"; until: Promise<void> }
  | undefined;

export type SinkMoment = {
  point: SinkPoint;
  /** Counts connections from 1. */
  session: number;
  /** How often this point was reached, over all sessions, from 1. */
  count: number;
  /** How often this recipient was named in RCPT before, this time included; 0 before the first RCPT. */
  attempt: number;
  /** The command as it came, such as `RCPT TO:<a@b.test>`. */
  command: string;
  mailFrom: string;
  /** Of the transaction under way, or "". */
  recipient: string;
};

type ReceivedMail = {
  messageId: string;
  recipient: string;
  mailFrom: string;
  raw: Buffer | undefined;
};

export type SinkOptions = {
  port?: number;
  rule?: (moment: SinkMoment) => SinkAction;
  /** All on unless told: PIPELINING, 8BITMIME. */
  pipelining?: boolean;
  eightBitMime?: boolean;
  enhancedStatusCodes?: boolean;
  smtpUtf8?: boolean;
  /** Announced with SIZE; nothing is announced without it. */
  sizeLimit?: number;
  /** Offers AUTH PLAIN and LOGIN and takes exactly these. */
  auth?: { username: string; password: string; onlyEncrypted?: boolean };
  /**
   * Offers STARTTLS with this certificate, or speaks TLS from the first byte with `implicit`. What stands in `injected` is
   * sent in the clear behind the 220 of STARTTLS, as somebody between the two would.
   */
  tls?: { key: string; cert: string; implicit?: boolean; injected?: string };
  /** Sends every reply in packets of so many bytes. */
  packetBytes?: number;
  /** Keep whole messages; otherwise only their ids are kept, which is faster. */
  keepRaw?: boolean;
};

export type SmtpSink = {
  port: number;
  /** Every mail that was taken for good: a 250 was sent (or lost on purpose) after its final dot. */
  received: ReceivedMail[];
  /** How often each `Message-ID recipient` was received: over 1 is a duplicate. */
  copies(): Map<string, number>;
  /** How often the point was reached. */
  count(point: SinkPoint): number;
  /** Connections open now, and the most there ever were at once. */
  connections: { open: number; most: number; total: number };
  /** Changes what happens from now on. */
  setRule(rule: ((moment: SinkMoment) => SinkAction) | undefined): void;
  close(): Promise<void>;
};

/**
 * An SMTP server on loopback that does what it is told: it takes everything, records what it took, and misbehaves at any
 * command by a rule.
 *
 *     const sink = await startSink({
 *       rule: ({ point, recipient, attempt }) => {
 *         if (point === "rcpt" && recipient.startsWith("gone")) return "550 5.1.1 user unknown";
 *         if (point === "rcpt" && attempt === 1) return "451 4.7.1 try again later";
 *         if (point === "dot" && recipient === "doubt@b.test") return { do: "receive-drop" };
 *       },
 *     });
 *     ...
 *     expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
 *     await sink.close();
 */
export async function startSink(options: SinkOptions = {}): Promise<SmtpSink> {
  const received: ReceivedMail[] = [];
  const counts = new Map<SinkPoint, number>();
  const attempts = new Map<string, number>();
  const sockets = new Set<Socket>();
  const connections = { open: 0, most: 0, total: 0 };
  let rule = options.rule;

  const server: Server = createServer({ noDelay: true }, (socket) => {
    connections.total += 1;
    connections.open += 1;
    connections.most = Math.max(connections.most, connections.open);
    sockets.add(socket);
    const session = connections.total;
    // Gone from the moment it is told so: "close" comes at the end of the loop's turn, after a new one that was let in instead.
    let isGone = false;
    const leave = () => {
      if (!isGone) connections.open -= 1;
      isGone = true;
    };
    socket.once("end", leave);
    socket.once("close", () => {
      leave();
      sockets.delete(socket);
      ask("close", session, "", "", "");
    });
    socket.on("error", () => socket.destroy());
    serve(socket, session);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the sink has no port");

  function ask(
    point: SinkPoint,
    session: number,
    command: string,
    mailFrom: string,
    recipient: string,
  ): SinkAction {
    const count = (counts.get(point) ?? 0) + 1;
    counts.set(point, count);
    return rule?.({
      point,
      session,
      count,
      attempt: attempts.get(recipient) ?? 0,
      command,
      mailFrom,
      recipient,
    });
  }

  function serve(plain: Socket, session: number) {
    let socket: Socket = plain;
    let encrypted = false;
    let signIn: "login-user" | "login-password" | "plain" | undefined;
    let loginUser = "";
    let mailFrom = "";
    let recipient = "";
    let inBody = false;
    let bodyAsked = false;
    /** Not answering any more, or waiting. */
    let stopped = false;
    let pending: Buffer = Buffer.alloc(0);
    let packets: Promise<void> = Promise.resolve();

    if (options.tls?.implicit) encrypt(() => greet());
    else {
      listen();
      greet();
    }

    function greet() {
      act("connect", "", () => reply("220 sink.test ESMTP"));
    }

    function listen() {
      socket.on("data", (chunk: Buffer) => {
        pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
        work();
      });
    }

    /** Takes from what has come in as many commands as are complete. */
    function work() {
      while (!stopped && pending.length > 0) {
        if (inBody) {
          if (!bodyAsked) {
            bodyAsked = true;
            act("body", "", () => undefined);
            if (stopped) return;
          }
          const end = endOfBody(pending);
          if (end === -1) return;
          const raw = pending.subarray(0, end);
          pending = pending.subarray(end + (raw.length === 0 ? 3 : 5));
          inBody = false;
          take(raw);
          continue;
        }
        const lineEnd = pending.indexOf("\r\n");
        if (lineEnd === -1) return;
        const line = pending.toString("utf8", 0, lineEnd);
        pending = pending.subarray(lineEnd + 2);
        command(line);
      }
    }

    function command(line: string) {
      if (signIn) return continueSignIn(line);
      const verb = line.slice(0, 4).toUpperCase();
      switch (verb) {
        case "EHLO":
        case "HELO":
          return act("ehlo", line, () => reply(capabilities()));
        case "STAR":
          return act("starttls", line, () => {
            if (!options.tls || encrypted) return reply("502 5.5.1 not here");
            stopped = true;
            plain.write(`220 2.0.0 go ahead\r\n${options.tls.injected ?? ""}`);
            encrypt(() => {
              stopped = false;
            });
          });
        case "AUTH":
          return startSignIn(line);
        case "MAIL":
          mailFrom = addressIn(line);
          recipient = "";
          return act(
            "mail",
            line,
            () => reply("250 2.1.0 ok"),
            (text) => {
              mailFrom = "";
              reply(text);
            },
          );
        case "RCPT": {
          const named = addressIn(line);
          attempts.set(named, (attempts.get(named) ?? 0) + 1);
          if (!mailFrom) return reply("503 5.5.1 MAIL first");
          recipient = named;
          return act(
            "rcpt",
            line,
            () => reply("250 2.1.5 ok"),
            (text) => {
              reply(text);
              recipient = "";
            },
          );
        }
        case "DATA":
          if (!recipient) return reply("503 5.5.1 RCPT first");
          return act("data", line, () => {
            inBody = true;
            bodyAsked = false;
            reply("354 go ahead");
          });
        case "RSET":
          mailFrom = recipient = "";
          return act("rset", line, () => reply("250 2.0.0 ok"));
        case "QUIT":
          return act("quit", line, () => {
            reply("221 2.0.0 bye");
            socket.end();
          });
        case "NOOP":
          return reply("250 2.0.0 ok");
        default:
          return reply("502 5.5.1 unknown command");
      }
    }

    function take(raw: Buffer) {
      const mail = { from: mailFrom, to: recipient };
      const record = () =>
        received.push({
          messageId: messageIdIn(raw),
          recipient: mail.to,
          mailFrom: mail.from,
          raw: options.keepRaw ? Buffer.from(raw) : undefined,
        });
      const action = ask("dot", session, ".", mail.from, mail.to);
      mailFrom = recipient = "";
      if (typeof action === "object" && action.do.startsWith("receive-")) {
        record();
        return misbehave(action.do.slice("receive-".length));
      }
      perform(
        action,
        () => {
          record();
          reply("250 2.0.0 queued");
          perform(ask("answered", session, "", mail.from, mail.to), () => {}, reply);
        },
        (text) => {
          if (text.startsWith("2")) record();
          reply(text);
        },
      );
    }

    function act(point: SinkPoint, line: string, usual: () => void, refuse: (text: string) => void = reply) {
      perform(ask(point, session, line, mailFrom, recipient), usual, refuse);
    }

    function perform(action: SinkAction, usual: () => void, refuse: (text: string) => void) {
      if (action === undefined) return usual();
      if (typeof action === "string") return refuse(action);
      const goOn = () => {
        stopped = false;
        usual();
        work();
      };
      if (action.do === "wait") setTimeout(goOn, action.milliseconds);
      else if (action.do === "hold") void action.until.then(goOn);
      else return misbehave(action.do);
      stopped = true;
    }

    function misbehave(how: string) {
      stopped = true;
      if (how === "drop") plain.resetAndDestroy();
      if (how === "close") socket.end();
    }

    /** One character is one byte, so that a rule can say anything. */
    function reply(text: string) {
      const bytes = Buffer.from(`${text}\r\n`, "latin1");
      if (options.packetBytes === undefined) {
        if (socket.writable) socket.write(bytes);
      } else sendInPackets(bytes, options.packetBytes);
      if (text.startsWith("421")) {
        stopped = true;
        socket.end();
      }
    }

    function sendInPackets(bytes: Buffer, size: number) {
      for (let start = 0; start < bytes.length; start += size) {
        const packet = bytes.subarray(start, start + size);
        packets = packets.then(async () => {
          if (socket.writable) socket.write(packet);
          // Long enough for the packet to leave before the next is written.
          await new Promise((resolve) => setTimeout(resolve, 1));
        });
      }
    }

    function encrypt(done: () => void) {
      plain.removeAllListeners("data");
      pending = Buffer.alloc(0);
      const { key, cert } = options.tls ?? { key: "", cert: "" };
      const secured = new TLSSocket(plain, {
        isServer: true,
        secureContext: createSecureContext({ key, cert }),
      });
      secured.on("error", () => plain.destroy());
      secured.once("secure", () => {
        encrypted = true;
        socket = secured;
        listen();
        done();
      });
    }

    function capabilities(): string {
      const offered = ["sink.test"];
      if (options.pipelining !== false) offered.push("PIPELINING");
      if (options.eightBitMime !== false) offered.push("8BITMIME");
      if (options.enhancedStatusCodes !== false) offered.push("ENHANCEDSTATUSCODES");
      if (options.smtpUtf8) offered.push("SMTPUTF8");
      if (options.sizeLimit !== undefined) offered.push(`SIZE ${options.sizeLimit}`);
      if (options.tls && !encrypted) offered.push("STARTTLS");
      if (options.auth && (encrypted || !options.auth.onlyEncrypted)) offered.push("AUTH PLAIN LOGIN");
      return offered
        .map((each, index) => `250${index === offered.length - 1 ? " " : "-"}${each}`)
        .join("\r\n");
    }

    function startSignIn(line: string) {
      act("auth", line.replace(/^(AUTH \S+).*/i, "$1"), () => {
        const [, mechanism = "", initial] = line.split(" ");
        if (options.auth?.onlyEncrypted && !encrypted) return reply("538 5.7.11 encryption required");
        if (/^plain$/i.test(mechanism) && initial) return check(initial);
        signIn = /^plain$/i.test(mechanism) ? "plain" : "login-user";
        reply(signIn === "plain" ? "334 " : "334 VXNlcm5hbWU6");
      });
    }

    function continueSignIn(line: string) {
      if (signIn === "login-user") {
        loginUser = Buffer.from(line, "base64").toString();
        signIn = "login-password";
        return reply("334 UGFzc3dvcmQ6");
      }
      const plainText =
        signIn === "plain"
          ? line
          : Buffer.from(`\0${loginUser}\0${Buffer.from(line, "base64").toString()}`).toString("base64");
      signIn = undefined;
      check(plainText);
    }

    function check(plainText: string) {
      const [, username, password] = Buffer.from(plainText, "base64").toString().split("\0");
      const right = username === options.auth?.username && password === options.auth?.password;
      reply(right ? "235 2.7.0 welcome" : "535 5.7.8 authentication credentials invalid");
    }
  }

  return {
    port: address.port,
    received,
    connections,
    copies() {
      const copies = new Map<string, number>();
      for (const { messageId, recipient } of received) {
        const key = `${messageId} ${recipient}`;
        copies.set(key, (copies.get(key) ?? 0) + 1);
      }
      return copies;
    },
    count: (point) => counts.get(point) ?? 0,
    setRule(next) {
      rule = next;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Where the body ends, without its last line break; -1 while the dot has not come. */
function endOfBody(bytes: Buffer): number {
  if (bytes.length >= 3 && bytes.toString("latin1", 0, 3) === ".\r\n") return 0;
  // The dot is nearly always the last thing in the buffer: look there before searching all of a long body again.
  if (bytes.length >= 5 && bytes.toString("latin1", bytes.length - 5) === "\r\n.\r\n")
    return bytes.indexOf("\r\n.\r\n");
  return bytes.indexOf("\r\n.\r\n");
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? "";
}

function messageIdIn(raw: Buffer): string {
  const headers = raw.toString("latin1", 0, Math.min(raw.length, 8_192));
  return /^message-id:\s*<([^>]*)>/im.exec(headers)?.[1] ?? "";
}
