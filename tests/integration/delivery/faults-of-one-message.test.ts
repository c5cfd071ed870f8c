import { afterEach, expect, test } from "vitest";
import { readLastReplies } from "#lib/delivery/read-last-replies.ts";
import { database } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverOnce, makeDue, plan, stateOf } from "#tests/support/deliver.ts";
import { makeRefusedCampaign } from "#tests/support/refused-campaign.ts";
import { type SinkAction, type SinkPoint, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

type Expected = { state: string; category: string | null; isReceived?: boolean };

/** What a server may do to one message, by the name of the recipient it does it to. */
const faults: Record<string, { point: SinkPoint; action: SinkAction; expected: Expected }> = {
  "rcpt-5": {
    point: "rcpt",
    action: "550 5.1.1 user unknown",
    expected: { state: "bounced", category: "invalid_recipient" },
  },
  "rcpt-4": {
    point: "rcpt",
    action: "451 4.3.0 try again later",
    expected: { state: "deferred", category: "remote_trouble" },
  },
  "rcpt-421": {
    point: "rcpt",
    action: "421 4.7.0 too many messages",
    expected: { state: "deferred", category: "rate_limited" },
  },
  "rcpt-drop": {
    point: "rcpt",
    action: { do: "drop" },
    expected: { state: "deferred", category: "connection_lost" },
  },
  "rcpt-close": {
    point: "rcpt",
    action: { do: "close" },
    expected: { state: "deferred", category: "connection_lost" },
  },
  "data-5": {
    point: "data",
    action: "554 5.7.1 message looks like spam",
    expected: { state: "bounced", category: "spam_content" },
  },
  "data-drop": {
    point: "data",
    action: { do: "drop" },
    expected: { state: "deferred", category: "connection_lost" },
  },
  "dot-5": {
    point: "dot",
    action: "550 5.7.1 blocked using zen.spamhaus.org",
    expected: { state: "bounced", category: "block_reputation" },
  },
  "dot-4": {
    point: "dot",
    action: "452 4.2.2 mailbox full",
    expected: { state: "deferred", category: "mailbox_full" },
  },
  "dot-421": {
    point: "dot",
    action: "421 4.3.2 shutting down",
    expected: { state: "deferred", category: "remote_trouble" },
  },
  "dot-drop": { point: "dot", action: { do: "drop" }, expected: { state: "in_doubt", category: null } },
  "dot-close": { point: "dot", action: { do: "close" }, expected: { state: "in_doubt", category: null } },
  "dot-taken-drop": {
    point: "dot",
    action: { do: "receive-drop" },
    expected: { state: "in_doubt", category: null, isReceived: true },
  },
  "dot-taken-close": {
    point: "dot",
    action: { do: "receive-close" },
    expected: { state: "in_doubt", category: null, isReceived: true },
  },
  fine: {
    point: "quit",
    action: undefined,
    expected: { state: "accepted", category: null, isReceived: true },
  },
};

test("a fault at any stage gives that message, and no other, the right state; what is in doubt is never sent again", async () => {
  sink = await startSink({
    rule: ({ point, recipient }) => {
      const fault = faults[recipient.split("@")[0] ?? ""];
      return fault?.point === point ? fault.action : undefined;
    },
  });
  const actor = await makeActor();
  const recipients = Object.keys(faults).map((name) => `${name}@example.org`);
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients, maxConnections: 1 });
  await plan(id);
  await deliverOnce(id);

  for (const [name, { expected }] of Object.entries(faults)) {
    const { state, category, attempts, leasedBy, nextAttemptAt, finishedAt } = await readMessage(
      id,
      `${name}@example.org`,
    );
    expect({ name, state, category, attempts }).toEqual({
      name,
      state: expected.state,
      category: expected.category,
      attempts: 1,
    });
    expect(sink.received.filter(({ recipient }) => recipient === `${name}@example.org`)).toHaveLength(
      expected.isReceived ? 1 : 0,
    );
    if (state !== "in_doubt") expect(leasedBy, name).toBeNull();
    expect(nextAttemptAt !== null, name).toBe(state === "deferred");
    expect(finishedAt !== null, name).toBe(["accepted", "bounced"].includes(state));
  }
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, bounced: 3, deferred: 7, in_doubt: 4 });
  expect(await stateOf(id)).toBe("sending");

  // The live screen shows what was said, to the campaign's own workspace.
  const replies = await readLastReplies(actor, id);
  expect(replies).toHaveLength(14);
  expect(replies.find(({ email }) => email === "rcpt-5@example.org")).toMatchObject({
    kind: "bounced",
    stage: "rcpt",
    replyCode: 550,
    enhancedCode: "5.1.1",
    replyText: "user unknown",
    category: "invalid_recipient",
  });
  expect(await readLastReplies(await makeActor(), id)).toEqual([]);

  // Put off again, a person stands there once, with the last answer.
  await makeDue(id);
  await deliverOnce(id);
  const names = (await readLastReplies(actor, id)).map(({ email }) => email);
  expect(names).toHaveLength(14);
  expect(new Set(names).size).toBe(14);

  // Later everything goes through.
  sink.setRule(undefined);
  await makeDue(id);
  await sweepDeliveries();
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({
    accepted: 8,
    bounced: 3,
    in_doubt: 4,
    deferred: 0,
  });
  expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
  expect(sink.received).toHaveLength(10);
  expect(await stateOf(id)).toBe("finished");
});

test("a connection lost in the body is a retry or, if the dot left before that was noticed, a doubt; never a second copy", async () => {
  sink = await startSink({
    rule: ({ point, recipient }) => {
      if (point !== "body") return undefined;
      return { do: Number(/\d+/.exec(recipient)?.[0]) % 2 === 0 ? "drop" : "close" };
    },
  });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 20 });
  await plan(id);
  await deliverOnce(id);
  const books = await expectBooksToBalance(id);
  expect(books.deferred + books.in_doubt).toBe(20);

  sink.setRule(undefined);
  await makeDue(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({
    accepted: books.deferred,
    in_doubt: books.in_doubt,
  });
  expect(sink.received).toHaveLength(books.deferred);
});

test("only faults of the recipient and the domain suppress, a disabled mailbox the second time", async () => {
  const replies: Record<string, string> = {
    gone: "550 5.1.1 no such user",
    nowhere: "550 5.1.2 domain not found",
    disabled: "550 5.2.1 account disabled",
    full: "552 5.2.2 over quota",
    spam: "550 5.7.1 message looks like spam",
    blocked: "550 5.7.1 blocked using zen.spamhaus.org",
    unsigned: "550 5.7.26 unauthenticated",
  };
  sink = await startSink({
    rule: ({ point, recipient }) => (point === "rcpt" ? replies[recipient.split("@")[0] ?? ""] : undefined),
  });
  const actor = await makeActor();
  const recipients = Object.keys(replies).map((name) => `${name}@example.org`);
  const suppressed = async () =>
    (await database().suppression.findMany({ where: { workspaceId: actor.workspaceId } }))
      .map(({ email }) => email)
      .sort();

  const first = await makeLaunchedCampaign({ actor, port: sink.port, recipients });
  await plan(first.id);
  await deliverOnce(first.id);
  expect(await expectBooksToBalance(first.id)).toMatchObject({ bounced: 7 });
  expect(await suppressed()).toEqual(["gone@example.org", "nowhere@example.org"]);
  const gone = await database().contact.findFirstOrThrow({
    where: { email: "gone@example.org", workspaceId: actor.workspaceId },
  });
  expect(gone.status).toBe("bounced");
  const suppression = await database().suppression.findFirstOrThrow({
    where: { email: "gone@example.org", workspaceId: actor.workspaceId },
  });
  expect(suppression).toMatchObject({
    reason: "bounced",
    evidence: "550 5.1.1 no such user",
    source: `campaign:${first.id}`,
  });

  const second = await makeLaunchedCampaign({ actor, port: sink.port, recipients });
  await plan(second.id);
  await deliverOnce(second.id);
  expect(await expectBooksToBalance(second.id)).toMatchObject({ bounced: 5 });
  expect(await suppressed()).toEqual(["disabled@example.org", "gone@example.org", "nowhere@example.org"]);
});

test("a message that keeps being deferred expires when its window has closed, and the campaign ends", async () => {
  const refused = await makeRefusedCampaign({
    reply: "451 4.3.0 try again later",
    recipients: 3,
    retryHours: 1,
  });
  sink = refused.sink;
  const { id } = refused;
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 3 });
  await database().message.updateMany({
    where: { campaignId: id },
    data: { firstAttemptAt: new Date(Date.now() - 3_660_000) },
  });
  await makeDue(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 3, deferred: 0 });
  expect(await readMessage(id, "person1@example.org")).toMatchObject({
    attempts: 2,
    category: "remote_trouble",
  });
  expect(await stateOf(id)).toBe("finished");
});

test("a pause that the server asks for is kept, and every attempt has the same Message-ID", async () => {
  const refused = await makeRefusedCampaign({
    reply: "451 4.7.1 Greylisted, try again in 100 seconds",
    recipients: 1,
  });
  sink = refused.sink;
  const { id } = refused;
  await deliverOnce(id);
  const deferred = await readMessage(id, "person1@example.org");
  expect(deferred).toMatchObject({
    state: "deferred",
    category: "greylisted",
    replyCode: 451,
    enhancedCode: "4.7.1",
  });
  const seconds =
    ((deferred.nextAttemptAt?.getTime() ?? 0) - (deferred.firstAttemptAt?.getTime() ?? 0)) / 1_000;
  expect(seconds).toBeGreaterThanOrEqual(99);
  expect(seconds, "not the five minutes and more of those who ask for nothing").toBeLessThan(300);
  await deliverOnce(id);
  expect(sink.count("rcpt"), "not tried before it is due").toBe(1);

  sink.setRule(undefined);
  await makeDue(id);
  await deliverOnce(id);
  expect(await readMessage(id, "person1@example.org")).toMatchObject({
    state: "accepted",
    attempts: 2,
    category: null,
  });
  const [first] = sink.received;
  expect(first?.messageId).toMatch(new RegExp(`^<?m${deferred.id}\\.`));
});
