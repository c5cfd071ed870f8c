import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import type { TransportSettings } from "#lib/smtp/smtp-session.ts";
import type { SmtpTransport } from "#lib/smtp/smtp-transport.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SinkOptions, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { openLoopback } from "#tests/support/transport.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function sinkWith(options: SinkOptions = {}): Promise<SmtpSink> {
  const sink = await startSink({ keepRaw: true, ...options });
  cleanups.push(() => sink.close());
  return sink;
}

function transportTo(port: number, settings: Partial<TransportSettings> = {}): SmtpTransport {
  const transport = openLoopback(port, settings);
  cleanups.push(() => transport.close());
  return transport;
}

const envelope = { from: "news@kurir.test", to: "ana@b.test" };

function rawMessage(id: string, body = "Halo\r\n"): Buffer {
  return Buffer.from(
    `From: <news@kurir.test>\r\nMessage-ID: <${id}@kurir.test>\r\nSubject: Halo\r\n\r\n${body}`,
  );
}

/** So long that it is on its way while its mark is made. */
const longBody = `${"x".repeat(76)}\r\n`.repeat(1_000);

test("a message arrives as it was given, with dots stuffed and lines of 998 bytes", async () => {
  const sink = await sinkWith();
  const body = `.\r\n..\r\n.hidden\r\n${"x".repeat(998)}\r\nend.\r\n.`;
  const outcome = await transportTo(sink.port).send({ envelope, raw: rawMessage("whole", body) });
  expect(outcome).toEqual({
    kind: "accepted",
    stage: "dot",
    afterDot: true,
    replyCode: 250,
    enhancedCode: "2.0.0",
    replyText: "queued",
  });
  const unstuffed = sink.received[0]?.raw?.toString().replaceAll("\r\n..", "\r\n.");
  expect(unstuffed).toBe(rawMessage("whole", body).toString());
});

test("a bare line feed or carriage return cannot end the message early", async () => {
  const sink = await sinkWith();
  const smuggled = "a\n.\nMAIL FROM:<x@y.test>\r\n.\rb\r\n";
  const outcome = await transportTo(sink.port).send({ envelope, raw: rawMessage("smuggle", smuggled) });
  expect(outcome.kind).toBe("accepted");
  expect(sink.received).toHaveLength(1);
  expect(sink.count("mail")).toBe(1);
});

test("a short message leaves in one piece with its dot, and not before the mark is made", async () => {
  const sink = await sinkWith();
  const sending = transportTo(sink.port).send({
    envelope,
    raw: rawMessage("short"),
    async beforeDot() {
      // Twice around the event loop: what was written by now would be there.
      await setImmediate();
      await setImmediate();
      expect([sink.count("data"), sink.count("body"), sink.count("dot")]).toEqual([1, 0, 0]);
    },
  });
  expect((await sending).kind).toBe("accepted");
  expect(sink.received).toHaveLength(1);
});

test("the final dot of a long message does not leave before the mark is made", async () => {
  const sink = await sinkWith();
  const marked = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const sending = transportTo(sink.port).send({
    envelope,
    raw: rawMessage("marked", longBody),
    beforeDot: async () => {
      asked.resolve();
      await marked.promise;
    },
  });
  await asked.promise;
  await eventually(() => sink.count("body") === 1, { what: "the body to begin" });
  expect(sink.count("dot")).toBe(0);
  marked.resolve();
  expect((await sending).kind).toBe("accepted");
  expect(sink.count("dot")).toBe(1);
});

test("a mark that fails keeps the dot back and is thrown to the caller", async () => {
  const sink = await sinkWith();
  const transport = transportTo(sink.port);
  const failing = transport.send({
    envelope,
    raw: rawMessage("unmarked"),
    beforeDot: () => Promise.reject(new Error("no database")),
  });
  await expect(failing).rejects.toThrow("no database");
  expect((await transport.send({ envelope, raw: rawMessage("next") })).kind).toBe("accepted");
  expect(sink.received.map(({ messageId }) => messageId)).toEqual(["next@kurir.test"]);
});

test.each([
  ["mail", "550 5.7.1 not from you"],
  ["mail", "451 4.3.0 later"],
  ["mail", "421 4.7.0 closing"],
  ["rcpt", "550 5.1.1 user unknown"],
  ["rcpt", "452 4.2.2 mailbox full"],
  ["rcpt", "421 4.7.0 too many"],
  ["data", "554 5.7.0 no"],
  ["data", "451 4.7.1 greylisted"],
  ["data", "421 4.7.0 closing"],
  ["dot", "550-5.7.1 line one\r\n550 5.7.1 line two"],
  ["dot", "452 4.3.1 disk full"],
  ["dot", "421 4.7.0 closing"],
] as const)(
  "a refusal at %s (%s) is told with its stage and words, and the next message goes through",
  async (point, reply) => {
    for (const pipelining of [true, false]) {
      const sink = await sinkWith({
        pipelining,
        rule: (moment) => (moment.count === 1 ? answerAt(point, reply)(moment) : undefined),
      });
      const transport = transportTo(sink.port);
      const refused = await transport.send({ envelope, raw: rawMessage("refused") });
      expect(refused).toMatchObject({ kind: "rejected", stage: point, replyCode: Number(reply.slice(0, 3)) });
      expect(refused).toMatchObject({ enhancedCode: reply.slice(4, 9) });
      expect(refused.afterDot).toBe(point === "dot");
      expect(await transport.send({ envelope, raw: rawMessage("next") })).toMatchObject({ kind: "accepted" });
      expect(sink.received.map(({ messageId }) => messageId)).toEqual(["next@kurir.test"]);
    }
  },
);

test.each(["mail", "rcpt", "data", "body"] as const)(
  "a connection lost at %s is no reply before the dot, and nothing is sent again by itself",
  async (point) => {
    for (const pipelining of [true, false]) {
      for (const how of ["drop", "close"] as const) {
        const sink = await sinkWith({ pipelining, rule: answerAt(point, { do: how }) });
        const mark = Promise.withResolvers<void>();
        const sending = transportTo(sink.port).send({
          envelope,
          raw: rawMessage("lost", longBody),
          // Held until the connection is gone, so that the dot surely stays here.
          beforeDot: () => mark.promise,
        });
        await eventually(() => sink.count(point) === 1 && sink.connections.open === 0, { what: "its end" });
        // Twice around the event loop: by then this side has seen the connection go.
        await setImmediate();
        await setImmediate();
        mark.resolve();
        expect(await sending).toMatchObject({ kind: "no_reply", afterDot: false });
        expect(sink.connections.total).toBe(1);
        expect(sink.received).toEqual([]);
      }
    }
  },
);

test.each(["drop", "close", "receive-drop", "receive-close"] as const)(
  "a connection lost after the dot (%s) is in doubt and never sent again by itself",
  async (how) => {
    const sink = await sinkWith({ rule: answerAt("dot", { do: how }) });
    const outcome = await transportTo(sink.port).send({ envelope, raw: rawMessage("doubt") });
    expect(outcome).toMatchObject({ kind: "no_reply", stage: "dot", afterDot: true });
    expect(sink.connections.total).toBe(1);
    expect(sink.received).toHaveLength(how.startsWith("receive") ? 1 : 0);
  },
);

test("a server that hangs is left after the time its command may take", async () => {
  const greeting = { stage: "greeting", problem: "greeting_timed_out", trouble: "unreachable" };
  // Only what never comes has to come soon: all else may take its time on a slow machine.
  for (const [point, timeouts, expected] of [
    ["connect", { greeting: 300 }, { kind: "not_connected", ...greeting }],
    ["ehlo", { command: 1_000 }, { kind: "not_connected", stage: "ehlo", problem: "timed_out" }],
    ["mail", { command: 1_000 }, { kind: "no_reply", stage: "mail", afterDot: false }],
    ["data", { command: 1_000 }, { kind: "no_reply", stage: "data", afterDot: false }],
    ["dot", { dot: 300 }, { kind: "no_reply", stage: "dot", afterDot: true }],
  ] as const) {
    const sink = await sinkWith({ rule: answerAt(point, { do: "hang" }) });
    expect(
      await transportTo(sink.port, { timeouts }).send({ envelope, raw: rawMessage("hang") }),
    ).toMatchObject(expected);
  }
});

test("a refusal in the middle of the body keeps the dot back", async () => {
  const sink = await sinkWith({ rule: answerAt("body", "552 5.3.4 too big") });
  const mark = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const transport = transportTo(sink.port);
  const sending = transport.send({
    envelope,
    raw: rawMessage("big", longBody),
    beforeDot: () => {
      asked.resolve();
      return mark.promise;
    },
  });
  await asked.promise;
  // The refused connection is left: that it ended tells that the reply came before the mark.
  await eventually(() => sink.count("body") === 1 && sink.connections.open === 0, { what: "its end" });
  mark.resolve();
  expect(await sending).toMatchObject({ kind: "rejected", replyCode: 552, afterDot: false });
  expect(sink.received).toEqual([]);
});

test.each([
  ["connect", "554 5.7.1 go away", { stage: "greeting", problem: "greeting_refused", replyCode: 554 }],
  ["connect", "421 4.7.0 busy", { stage: "greeting", problem: "greeting_refused", replyCode: 421 }],
  ["connect", "HTTP/1.1 400 Bad Request", { stage: "greeting", problem: "not_smtp" }],
  ["connect", { do: "drop" }, { problem: "closed" }],
  ["connect", { do: "close" }, { stage: "greeting", problem: "closed" }],
  ["ehlo", "550 5.5.0 no", { stage: "ehlo", problem: "ehlo_refused" }],
  ["ehlo", { do: "drop" }, { stage: "ehlo", problem: "closed" }],
  ["ehlo", { do: "close" }, { stage: "ehlo", problem: "closed" }],
] as const)("a session refused at %s (%o) was never begun", async (point, action, expected) => {
  const sink = await sinkWith({ rule: answerAt(point, action) });
  const outcome = await transportTo(sink.port).send({ envelope, raw: rawMessage("never") });
  expect(outcome).toMatchObject({ kind: "not_connected", afterDot: false, ...expected });
  expect(sink.count("mail")).toBe(0);
});

test("a port where nobody listens is refused, and a name nobody has is not found", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("no port");
  const outcome = await transportTo(address.port).send({ envelope, raw: rawMessage("nobody") });
  expect(outcome).toMatchObject({
    kind: "not_connected",
    stage: "connect",
    problem: "connection_refused",
    trouble: "unreachable",
  });
  const unknown = await transportTo(25, { host: "relay.invalid" }).send({
    envelope,
    raw: rawMessage("nobody"),
  });
  expect(unknown).toMatchObject({ kind: "not_connected", problem: "host_not_found" });
});

test("link-local addresses and other ports of one's own network are never connected to", async () => {
  const sink = await sinkWith();
  for (const host of ["169.254.169.254", "::ffff:169.254.169.254", "0.0.0.0", "fe80::1"]) {
    const outcome = await transportTo(25, { host }).send({ envelope, raw: rawMessage("metadata") });
    expect(outcome).toMatchObject({ kind: "not_connected", problem: "address_forbidden" });
  }
  const outcome = await transportTo(sink.port, { privatePorts: [25] }).send({
    envelope,
    raw: rawMessage("port"),
  });
  expect(outcome).toMatchObject({ kind: "not_connected", problem: "address_forbidden" });
  expect(sink.connections.total).toBe(0);
});

test("connections are used again and never more than allowed", async () => {
  const sink = await sinkWith();
  const transport = transportTo(sink.port, { maxConnections: 3, messagesPerConnection: 10 });
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, index) => transport.send({ envelope, raw: rawMessage(`m${index}`) })),
  );
  expect(outcomes.every(({ kind }) => kind === "accepted")).toBe(true);
  expect(sink.connections.most).toBe(3);
  expect(sink.connections.total).toBeGreaterThanOrEqual(6);
  expect(sink.connections.total).toBeLessThanOrEqual(8);
  expect(sink.copies().size).toBe(60);
  await transport.close();
  await eventually(() => sink.connections.open === 0, { what: "the connection to be left" });
});

test("before MAIL is said the sender may think better of it, and the connection is the next one's", async () => {
  const sink = await sinkWith();
  const transport = transportTo(sink.port);
  const unsent = transport.send({
    envelope,
    raw: rawMessage("unsent"),
    beforeMail: () => Promise.reject(new Error("not any more")),
  });
  const sent = transport.send({ envelope, raw: rawMessage("sent"), beforeMail: () => undefined });
  await expect(unsent).rejects.toThrow("not any more");
  expect((await sent).kind).toBe("accepted");
  expect(sink.received.map(({ messageId }) => messageId)).toEqual(["sent@kurir.test"]);
  expect([sink.count("mail"), sink.connections.total]).toEqual([1, 1]);
});

test("a used connection that the server closes while the sender makes up its mind is left for another", async () => {
  const sink = await sinkWith();
  const sockets: Socket[] = [];
  const between = createServer((socket) => {
    sockets.push(socket);
    socket.pipe(connect(sink.port, "127.0.0.1")).pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(between, "listening");
  cleanups.push(async () => void between.close());
  const transport = transportTo((between.address() as AddressInfo).port);
  expect((await transport.send({ envelope, raw: rawMessage("first") })).kind).toBe("accepted");
  const beforeMail = async () => {
    const [first, second] = sockets;
    // It is closed once the other side has noticed.
    if (first && !second) await Promise.all([once(first, "close"), first.end()]);
  };
  const outcome = await transport.send({ envelope, raw: rawMessage("second"), beforeMail });
  expect([outcome.kind, sockets.length, sink.copies().size]).toEqual(["accepted", 2, 2]);
});

test.each([true, false])(
  "421 to MAIL on a connection that carried messages before is no answer to this one: another takes it (pipelining: %s)",
  async (pipelining) => {
    const sink = await sinkWith({
      pipelining,
      rule: (moment) => (moment.count === 2 ? answerAt("mail", "421 4.7.0 too many")(moment) : undefined),
    });
    const transport = transportTo(sink.port);
    expect((await transport.send({ envelope, raw: rawMessage("first") })).kind).toBe("accepted");
    expect((await transport.send({ envelope, raw: rawMessage("second") })).kind).toBe("accepted");
    expect([sink.connections.total, sink.copies().size, sink.received.length]).toEqual([2, 2, 2]);
  },
);

test("an idle connection that the server closed is not used again", async () => {
  const sink = await sinkWith({
    rule: (moment) => (moment.point === "answered" && moment.count === 1 ? "421 4.4.2 idle" : undefined),
  });
  const transport = transportTo(sink.port);
  expect((await transport.send({ envelope, raw: rawMessage("first") })).kind).toBe("accepted");
  await eventually(() => sink.connections.open === 0, { what: "the connection to be left" });
  expect((await transport.send({ envelope, raw: rawMessage("second") })).kind).toBe("accepted");
  expect(sink.connections.total).toBe(2);
});

test("a message over the announced size and an address that cannot be written are refused here", async () => {
  const sink = await sinkWith({ sizeLimit: 200 });
  const transport = transportTo(sink.port);
  const big = await transport.send({ envelope, raw: rawMessage("big", "x".repeat(300)) });
  expect(big).toMatchObject({ kind: "rejected", replyCode: 552, enhancedCode: "5.3.4", afterDot: false });
  const injected = await transport.send({
    envelope: { ...envelope, to: "a@b.test>\r\nRCPT TO:<c@d.test" },
    raw: rawMessage("x"),
  });
  expect(injected).toMatchObject({ kind: "rejected", replyCode: 553, enhancedCode: "5.1.3" });
  const international = await transport.send({
    envelope: { ...envelope, to: "añb@b.test" },
    raw: rawMessage("x"),
  });
  expect(international).toMatchObject({ kind: "rejected", enhancedCode: "5.6.7" });
  expect(sink.count("rcpt")).toBe(0);
});
