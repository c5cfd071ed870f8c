import { beforeAll, expect, test } from "vitest";
import { database } from "#lib/platform/database.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { certificate, trustTestAuthority } from "#tests/support/certificates.ts";
import { deliverAll, deliverOnce, deliverUntilState, plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SinkOptions, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

beforeAll(trustTestAuthority);

const tenKilobytes = `550-5.1.1 ${"very ".repeat(1_000)}\r\n550 5.1.1 ${"long ".repeat(1_000)}`;

/** What a server says to one recipient, and what becomes of it: state, category, and what is kept of the words. */
const replies: Record<string, { point: "rcpt" | "dot"; said: string; expected: Record<string, unknown> }> = {
  "later-at-the-dot": {
    point: "dot",
    said: "451 4.7.1 Greylisted, please try again in 300 seconds",
    expected: { state: "deferred", category: "greylisted", replyCode: 451 },
  },
  "no-at-the-dot": {
    point: "dot",
    said: "554 5.7.1 Message scored too high on spam scale",
    expected: { state: "bounced", category: "spam_content", enhancedCode: "5.7.1" },
  },
  "several-lines": {
    point: "rcpt",
    said: "550-5.1.1 The account\r\n550-5.1.1 does not\r\n550 5.1.1 exist",
    expected: { state: "bounced", category: "invalid_recipient", replyText: "The account does not exist" },
  },
  "no-enhanced-code": {
    point: "rcpt",
    said: "550 no such user",
    expected: { state: "bounced", category: "invalid_recipient", enhancedCode: null },
  },
  "code-alone": { point: "rcpt", said: "550", expected: { state: "bounced", category: "unknown" } },
  binary: {
    point: "rcpt",
    said: "550 5.1.1 \x00\x01\x1b[31m\xff\xfe user unknown",
    expected: { state: "bounced", category: "invalid_recipient" },
  },
  "ten-kilobytes": {
    point: "rcpt",
    said: tenKilobytes,
    expected: { state: "bounced", category: "invalid_recipient" },
  },
  "garbage-before-the-dot": {
    point: "rcpt",
    said: "\x00\xff what",
    expected: { state: "deferred", category: "connection_lost", replyCode: null },
  },
  "garbage-at-the-dot": {
    point: "dot",
    said: "\x00\xff what",
    expected: { state: "in_doubt", category: null, replyCode: null },
  },
};

for (const packetBytes of [undefined, 40]) {
  test(`whatever a server says to one recipient, that message gets the right state and the others arrive (packets of ${packetBytes ?? "any"} bytes)`, async () => {
    const sink = await startSink({
      ...(packetBytes ? { packetBytes } : {}),
      rule: ({ point, recipient }) => {
        const reply = replies[recipient.split("@")[0] ?? ""];
        return reply?.point === point ? reply.said : undefined;
      },
    });
    const fine = ["ana@example.org", "budi@example.org"];
    const recipients = [...Object.keys(replies).map((name) => `${name}@example.org`), ...fine];
    const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients });
    await plan(id);
    await deliverOnce(id);
    for (const [name, { expected }] of Object.entries(replies)) {
      const message = await readMessage(id, `${name}@example.org`);
      expect(message, name).toMatchObject({ attempts: 1, ...expected });
      expect(message.replyText ?? "", name).not.toMatch(/\p{Cc}/u);
      expect((message.replyText ?? "").length, name).toBeLessThanOrEqual(2_000);
      const event = await database().deliveryEvent.findFirstOrThrow({
        where: { messageId: message.id, kind: message.state as "deferred" },
      });
      const { replyCode, enhancedCode, replyText, category } = message;
      expect(event, name).toMatchObject({ replyCode, enhancedCode, replyText, category });
      expect(event.stage, name).toBe(replies[name]?.point);
      expect(event.sendingServerId, name).not.toBeNull();
    }
    expect(await expectBooksToBalance(id)).toMatchObject({
      accepted: 2,
      bounced: 6,
      deferred: 2,
      in_doubt: 1,
    });
    await sink.close();
  });
}

const servers: Record<string, SinkOptions> = {
  "hangs up after every message": {
    rule: answerAt("answered", { do: "close" }),
  },
  "offers no PIPELINING": { pipelining: false },
  "offers no 8BITMIME": { eightBitMime: false, keepRaw: true },
  "answers byte by byte": { packetBytes: 2 },
  "knows no extension": { rule: answerAt("ehlo", "250 sink.test") },
};

for (const [name, options] of Object.entries(servers)) {
  test(`a server that ${name} gets the whole campaign at the first attempt`, async () => {
    const sink = await startSink(options);
    const { id } = await makeLaunchedCampaign({
      actor: await makeActor(),
      port: sink.port,
      recipients: 40,
      subject: "Halo — kopi ☕ {{ contact.first_name }}",
      maxConnections: 3,
    });
    await plan(id);
    await deliverAll(id);
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 40 });
    expect(await database().message.count({ where: { campaignId: id, NOT: { attempts: 1 } } })).toBe(0);
    expect(sink.received).toHaveLength(40);
    expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
    for (const { raw } of sink.received) {
      // RFC 6152: without 8BITMIME nothing beyond ASCII may be sent; ours never has any.
      if (raw) expect(raw.every((byte) => byte < 0x80)).toBe(true);
    }
    await sink.close();
  });
}

type Fault = {
  options: SinkOptions;
  security?: "starttls_required" | "tls";
  /** The campaign's reason, and the words of the server or of the library that go with it. */
  reason: string;
  detail: RegExp;
};

const faults: Record<string, Fault> = {
  "takes only small mails": {
    options: { sizeLimit: 100 },
    reason: "server_size",
    detail: /at most 100 bytes/,
  },
  "refuses STARTTLS": {
    options: {
      tls: certificate("valid"),
      rule: answerAt("starttls", "502 5.5.1 not today"),
    },
    security: "starttls_required",
    reason: "server_encryption",
    detail: /starttls: 502 5\.5\.1 not today/,
  },
  "hangs up at STARTTLS": {
    options: {
      tls: certificate("valid"),
      rule: answerAt("starttls", { do: "close" }),
    },
    security: "starttls_required",
    reason: "server_encryption",
    detail: /starttls/,
  },
  "speaks no TLS where it should": {
    options: {},
    security: "tls",
    reason: "server_encryption",
    detail: /connect/,
  },
  "has a certificate for another name": {
    options: { tls: certificate("other-name") },
    security: "starttls_required",
    reason: "server_certificate",
    detail: /localhost/,
  },
};

for (const [name, { options, security, reason, detail }] of Object.entries(faults)) {
  test.concurrent(`a server that ${name} pauses the campaign with the reason, and fails nobody`, async () => {
    const sink = await startSink(options);
    const actor = await makeActor();
    const { id, serverId } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 12 });
    if (security) {
      await database().sendingServer.update({
        where: { id: serverId },
        data: { host: "localhost", security },
      });
    }
    await plan(id);
    await deliverUntilState(id, "paused");
    const progress = await readCampaignProgress(actor, id);
    expect(progress?.pauseReason).toMatchObject({ key: reason, detail: expect.stringMatching(detail) });
    // Who paused it may still have one in hand that it gives back.
    await eventually(async () => (await expectBooksToBalance(id)).queued === 12, { what: "all to be back" });
    expect(await database().message.count({ where: { campaignId: id, NOT: { attempts: 0 } } })).toBe(0);
    expect(sink.received).toEqual([]);
    await sink.close();
  });
}
