import { afterEach, beforeAll, expect, test } from "vitest";
import type { TransportSettings } from "#lib/smtp/smtp-session.ts";
import type { SmtpTransport } from "#lib/smtp/smtp-transport.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { certificate, trustTestAuthority } from "#tests/support/certificates.ts";
import { type SinkAction, type SinkOptions, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { openLoopback } from "#tests/support/transport.ts";

const cleanups: (() => Promise<void>)[] = [];
beforeAll(trustTestAuthority);
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function connect(
  options: SinkOptions,
  settings: Partial<TransportSettings> = {},
): Promise<{
  sink: SmtpSink;
  transport: SmtpTransport;
  send: (id: string) => ReturnType<SmtpTransport["send"]>;
}> {
  const sink = await startSink({ keepRaw: true, ...options });
  cleanups.push(() => sink.close());
  const transport = openLoopback(sink.port, settings);
  cleanups.push(() => transport.close());
  const send = (id: string) =>
    transport.send({
      envelope: { from: "news@kurir.test", to: "ana@b.test" },
      raw: Buffer.from(`From: <news@kurir.test>\r\nMessage-ID: <${id}@kurir.test>\r\n\r\nHalo\r\n`),
    });
  return { sink, transport, send };
}

const idsOf = (sink: SmtpSink) => sink.received.map(({ messageId }) => messageId.split("@")[0]);

/** A rule that answers the first time a point is reached, and lets everything through after it. */
const once =
  (point: string, action: SinkAction): NonNullable<SinkOptions["rule"]> =>
  (moment) =>
    moment.point === point && moment.count === 1 ? action : undefined;

test("a recipient may be taken and the message refused at the dot, for now or for good", async () => {
  for (const reply of ["452 4.3.1 no room", "554 5.7.1 no", "450 no room", "554 no"]) {
    const { sink, send } = await connect({ rule: once("dot", reply) });
    expect(await send("refused")).toMatchObject({
      kind: "rejected",
      stage: "dot",
      afterDot: true,
      replyCode: Number(reply.slice(0, 3)),
    });
    expect(await send("next")).toMatchObject({ kind: "accepted" });
    expect(idsOf(sink)).toEqual(["next"]);
    expect(sink.connections.total).toBe(1);
  }
});

test("a 250 followed by a closed connection is an acceptance, and the next message finds a new connection by itself", async () => {
  for (const pipelining of [true, false]) {
    const { sink, send } = await connect({
      pipelining,
      rule: answerAt("answered", { do: "close" }),
    });
    // All wait for the one connection, so that the next begins while the server hangs up on the last.
    const outcomes = await Promise.all(["one", "two", "three", "four"].map(send));
    expect(outcomes.map(({ kind }) => kind)).toEqual(["accepted", "accepted", "accepted", "accepted"]);
    expect(idsOf(sink).sort()).toEqual(["four", "one", "three", "two"]);
    expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
  }
});

test("replies that come byte by byte are read whole, over several messages", async () => {
  for (const pipelining of [true, false]) {
    const { sink, send } = await connect({ packetBytes: 1, pipelining });
    expect(await send("one")).toMatchObject({ kind: "accepted", enhancedCode: "2.0.0", replyText: "queued" });
    expect(await send("two")).toMatchObject({ kind: "accepted" });
    expect(idsOf(sink)).toEqual(["one", "two"]);
  }
});

test.each([
  ["without an enhanced code", "550 nobody here", { replyCode: 550, replyText: "nobody here" }],
  ["with a code alone", "550", { replyCode: 550, replyText: "" }],
  [
    "in several lines",
    "550-5.1.1 The account\r\n550-5.1.1 does not\r\n550 5.1.1 exist",
    { replyCode: 550, enhancedCode: "5.1.1", replyText: "The account does not exist" },
  ],
  [
    "in lines of which only some have an enhanced code",
    "550-5.1.1 The account\r\n550 does not exist",
    { replyCode: 550, enhancedCode: "5.1.1", replyText: "The account does not exist" },
  ],
  [
    "in lines of different codes: the last decides",
    "450-wait\r\n550 5.1.1 no",
    { replyCode: 550, enhancedCode: "5.1.1" },
  ],
  [
    "with bytes that are no text",
    "550 5.1.1 \x00\x01\x1b[31m\xff\xfe\x9f gone",
    { replyCode: 550, enhancedCode: "5.1.1" },
  ],
  [
    "of 10 KB in one line",
    `550 5.1.1 ${"very ".repeat(2_000)}gone`,
    { replyCode: 550, enhancedCode: "5.1.1" },
  ],
  [
    "of 10 KB in many lines",
    `${"550-5.1.1 very\r\n".repeat(700)}550 5.1.1 gone`,
    { replyCode: 550, enhancedCode: "5.1.1" },
  ],
] as const)("a refusal %s is read, and the session goes on", async (_name, reply, expected) => {
  for (const point of ["rcpt", "dot"] as const) {
    const { sink, send } = await connect({ rule: once(point, reply) });
    const outcome = await send("refused");
    expect(outcome).toMatchObject({ kind: "rejected", stage: point, ...expected });
    if (!("replyText" in outcome)) throw new Error("no text");
    expect(outcome.replyText.length).toBeLessThanOrEqual(2_000);
    expect(outcome.replyText).not.toMatch(/\p{Cc}/u);
    expect(await send("next")).toMatchObject({ kind: "accepted" });
    expect(idsOf(sink)).toEqual(["next"]);
    expect(sink.connections.total).toBe(1);
  }
});

test.each([
  ["garbage", "\x00\xff\xfe\x01 what is this"],
  ["a line of a web server", "HTTP/1.1 400 Bad Request"],
  ["a reply that goes over into garbage", "250-queued\r\n\xff\xff garbage"],
  ["a code that SMTP does not have", "999 what"],
  ["an answer that asks for more", "354 go on"],
  ["a reply of 100 KB", `250 ${"x".repeat(100_000)}`],
] as const)(
  "what is no answer to the dot (%s) leaves the message in doubt and the session behind",
  async (_name, said) => {
    const { sink, send } = await connect({ rule: once("dot", said) });
    expect(await send("doubt")).toMatchObject({ kind: "no_reply", stage: "dot", afterDot: true });
    expect(await send("next")).toMatchObject({ kind: "accepted" });
    expect(sink.connections.total).toBe(2);
    // Whatever follows the garbage is not taken for an answer to the next message.
    expect(idsOf(sink)).toContain("next");
  },
);

test("garbage before the dot is a free retry", async () => {
  for (const point of ["mail", "rcpt", "data"] as const) {
    const { sink, send } = await connect({ rule: once(point, "\x00\xff garbage") });
    expect(await send("lost")).toMatchObject({ kind: "no_reply", afterDot: false });
    expect(await send("next")).toMatchObject({ kind: "accepted" });
    expect(idsOf(sink)).toEqual(["next"]);
  }
});

test("one answer too many is never taken for the answer to the next message", async () => {
  for (const extra of ["250 2.0.0 queued\r\n250 2.0.0 and again", "250 2.0.0 queued\r\n550 5.1.1 and no"]) {
    const { sink, send } = await connect({
      rule: ({ point, count }) =>
        point === "dot" && count === 1
          ? extra
          : point === "rcpt" && count === 2
            ? "550 5.1.1 gone"
            : undefined,
    });
    expect(await send("one")).toMatchObject({ kind: "accepted" });
    expect(await send("gone")).toMatchObject({ kind: "rejected", stage: "rcpt", replyText: "gone" });
    expect(await send("three")).toMatchObject({ kind: "accepted" });
    expect(idsOf(sink)).toEqual(["one", "three"]);
  }
});

test("what comes in one packet with the go-ahead is never taken for the answer to the dot", async () => {
  for (const extra of ["250 2.0.0 queued", "421 4.3.2 shutting down"]) {
    const { sink, send } = await connect({ rule: once("data", `354 go on\r\n${extra}`) });
    expect(await send("one")).toMatchObject({ stage: "data", afterDot: false });
    expect(idsOf(sink)).toEqual([]);
    expect(await send("two")).toMatchObject({ kind: "accepted" });
    expect(idsOf(sink)).toEqual(["two"]);
  }
});

test("a server without PIPELINING, 8BITMIME or any extension is served all the same", async () => {
  for (const options of [
    { pipelining: false },
    { eightBitMime: false },
    { pipelining: false, eightBitMime: false, enhancedStatusCodes: false },
    { rule: once("ehlo", "250 sink.test") },
  ]) {
    const { sink, send } = await connect(options);
    expect(await send("plain")).toMatchObject({ kind: "accepted" });
    expect(await send("again")).toMatchObject({ kind: "accepted" });
    expect(idsOf(sink)).toEqual(["plain", "again"]);
  }
});

test("a message over the announced SIZE is not sent, one below is", async () => {
  const { sink, send } = await connect({ sizeLimit: 50 });
  expect(await send("a-message-with-a-name-that-makes-it-too-big")).toMatchObject({
    kind: "rejected",
    replyCode: 552,
    enhancedCode: "5.3.4",
  });
  expect(sink.count("mail")).toBe(0);
  const roomy = await connect({ sizeLimit: 500 });
  expect(await roomy.send("small")).toMatchObject({ kind: "accepted" });
});

test.each([
  ["is refused", "502 5.5.1 no", { stage: "starttls", problem: "starttls_refused" }],
  [
    "is refused for now",
    "454 4.7.0 not available",
    { stage: "starttls", problem: "starttls_refused", replyCode: 454 },
  ],
  ["ends in a closed connection", { do: "close" }, { trouble: "tls" }],
  ["ends in a lost connection", { do: "drop" }, {}],
  ["is followed by garbage", "220 go ahead\r\n\x00\xff\xfe this is no TLS", {}],
  ["goes on in the clear", "220 go ahead\r\n220 sink.test ESMTP and more", {}],
] as const)("no mail goes out where STARTTLS %s", async (_name, action, expected) => {
  const { sink, send } = await connect(
    // 14 bytes: what follows the 220 comes in a packet of its own.
    {
      tls: certificate("valid"),
      packetBytes: 14,
      rule: answerAt("starttls", action),
    },
    { security: "starttls_required", timeouts: { command: 3_000 } },
  );
  expect(await send("never")).toMatchObject({ kind: "not_connected", afterDot: false, ...expected });
  expect(sink.count("mail")).toBe(0);
});

test("what somebody in between slips in behind the 220 of STARTTLS counts for nothing", async () => {
  const injected = "250-evil.test\r\n250 SIZE 1\r\n";
  const { sink, send } = await connect(
    { tls: { ...certificate("valid"), injected } },
    { security: "starttls_required", host: "localhost" },
  );
  const outcome = await send("safe");
  if (outcome.kind === "accepted") expect(idsOf(sink)).toEqual(["safe"]);
  else {
    expect(outcome).toMatchObject({ kind: "not_connected" });
    expect(sink.received).toEqual([]);
  }
  expect(outcome).not.toMatchObject({ enhancedCode: "5.3.4" });
});

test("what was offered before STARTTLS does not count after it", async () => {
  const { sink, send } = await connect(
    {
      tls: certificate("valid"),
      sizeLimit: 10,
      rule: ({ point, count }) => (point === "ehlo" && count === 2 ? "250 sink.test" : undefined),
    },
    { security: "starttls_required", host: "localhost" },
  );
  expect(await send("plain")).toMatchObject({ kind: "accepted" });
  expect(idsOf(sink)).toEqual(["plain"]);
});

test("no mail goes out to a certificate for another name", async () => {
  const { sink, send } = await connect(
    { tls: certificate("other-name") },
    { security: "starttls_required", host: "localhost" },
  );
  expect(await send("never")).toMatchObject({
    kind: "not_connected",
    problem: "certificate_other_name",
    trouble: "certificate",
  });
  expect(sink.count("mail")).toBe(0);
});
