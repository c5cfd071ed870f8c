import { afterEach, expect, test } from "vitest";
import { claimMessages, renewLeases } from "#lib/ledger/claim-store.ts";
import { writeLedger } from "#lib/ledger/ledger-store.ts";
import { database } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { withBrokenRow } from "#tests/support/broken-row.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverOnce, endLeases, makeDue, plan, stateOf, takeTurns } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { claimOne, judge, loseMarked } from "#tests/support/slow-worker.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

test("a claim whose lease ran out is taken over, and the first worker's dot never leaves", async () => {
  // The first session is slow to ask for the message, so its worker comes to the mark after the lease has ended.
  const { promise: until, resolve: answer } = Promise.withResolvers<void>();
  sink = await startSink({
    rule: ({ point, session }) => (point === "data" && session === 1 ? { do: "hold", until } : undefined),
  });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 1 });
  await plan(id);
  const slow = deliverOnce(id);
  await eventually(() => sink.count("data") === 1, { what: "the first worker to be at DATA" });

  await endLeases(id);
  await sweepDeliveries();
  expect(await readMessage(id, "person1@example.org")).toMatchObject({
    state: "queued",
    attempts: 0,
    leasedBy: null,
  });
  await expectBooksToBalance(id);
  await takeTurns(id);
  await eventually(async () => (await readMessage(id, "person1@example.org")).state === "accepted", {
    what: "the second worker to be done",
  });
  expect(await readMessage(id, "person1@example.org")).toMatchObject({ attempts: 1 });

  answer();
  await slow;
  expect(sink.received, "copies that the server took").toHaveLength(1);
  expect(await readMessage(id, "person1@example.org")).toMatchObject({ state: "accepted", attempts: 1 });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
});

test("a worker whose lease has ended marks nothing, also before anybody has taken its message over", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 1 });
  await plan(id);
  const mark = { campaign: { id, workspaceId: actor.workspaceId }, message: await claimOne(id) };
  await endLeases(id);
  expect((await writeLedger([], [mark])).marked.size).toBe(0);
  expect(await readMessage(id, "person1@example.org")).toMatchObject({ state: "sending", dotSentAt: null });
});

test("a worker that vanished after the mark leaves its message in doubt; the reply, if it comes after all, settles it", async () => {
  const { promise: until, resolve: answer } = Promise.withResolvers<void>();
  sink = await startSink({ rule: answerAt("dot", { do: "hold", until }) });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 1 });
  await plan(id);
  const slow = deliverOnce(id);
  await eventually(() => sink.count("dot") === 1, { what: "the dot to have left" });

  await endLeases(id);
  await sweepDeliveries();
  expect(await readMessage(id, "person1@example.org")).toMatchObject({ state: "in_doubt", attempts: 1 });
  expect(await expectBooksToBalance(id)).toMatchObject({ in_doubt: 1, sending: 0 });
  // It is not tried again by itself, whatever runs.
  await takeTurns(id);
  await sweepDeliveries();
  expect(sink.count("dot")).toBe(1);

  answer();
  await slow;
  expect(await readMessage(id, "person1@example.org")).toMatchObject({
    state: "accepted",
    attempts: 1,
    leasedBy: null,
  });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, in_doubt: 0 });
  expect(await stateOf(id)).toBe("finished");
  expect(sink.received).toHaveLength(1);
});

test("a late refusal of a message in doubt lets its finished campaign go on, so that nobody stays behind", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 1 });
  await plan(id);
  const campaign = { id, workspaceId: actor.workspaceId };
  const message = await loseMarked(campaign);
  expect(await stateOf(id)).toBe("finished");

  // The worker was only slow: the server's answer comes now, and it was "not at this moment".
  const verdict = judge(message, {
    kind: "rejected",
    stage: "dot",
    afterDot: true,
    replyCode: 451,
    replyText: "Try again later",
  });
  await writeLedger([{ campaign, message, verdict }], []);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1, in_doubt: 0 });
  expect(await stateOf(id)).toBe("sending");
  await makeDue(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
  expect(await stateOf(id)).toBe("finished");
});

test("a killed worker's unmarked messages are due again, retries as retries, and the events say so", async () => {
  sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 3 });
  await plan(id);
  // As a worker that was killed leaves them: claimed, one of them on its second attempt, one of them marked.
  const [first, second, third] = await database().message.findMany({
    where: { campaignId: id },
    orderBy: { id: "asc" },
  });
  const claimed = {
    state: "sending" as const,
    leasedBy: crypto.randomUUID(),
    leaseUntil: new Date(0),
    firstAttemptAt: new Date(),
  };
  await database().message.update({ where: { id: first?.id ?? 0n }, data: { ...claimed, attempts: 1 } });
  await database().message.update({ where: { id: second?.id ?? 0n }, data: { ...claimed, attempts: 2 } });
  await database().message.update({
    where: { id: third?.id ?? 0n },
    data: { ...claimed, attempts: 1, dotSentAt: new Date() },
  });
  await database().campaign.update({ where: { id }, data: { queued: 0, sending: 3 } });

  await Promise.all([sweepDeliveries(), sweepDeliveries()]);

  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 1, deferred: 1, in_doubt: 1 });
  expect(await readMessage(id, "person2@example.org")).toMatchObject({ state: "deferred", attempts: 1 });
  const events = await database().deliveryEvent.findMany({
    where: { campaignId: id },
    orderBy: { messageId: "asc" },
  });
  expect(events.map(({ kind, attempt, stage }) => [kind, attempt, stage])).toEqual([
    ["released", 1, null],
    ["released", 2, null],
    ["in_doubt", 1, "dot"],
  ]);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 2, in_doubt: 1 });
  expect(sink.received).toHaveLength(2);
});

test("a campaign that cannot be swept holds up no other", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const [broken, other] = [
    await makeLaunchedCampaign({ actor, port: sink.port, recipients: ["ayu@example.org"] }),
    await makeLaunchedCampaign({ actor, port: sink.port, recipients: ["budi@example.org"] }),
  ];
  for (const { id } of [broken, other]) {
    await plan(id);
    await claimOne(id);
    await endLeases(id);
  }
  await withBrokenRow(broken.id, () => sweepDeliveries());
  expect(await expectBooksToBalance(broken.id)).toMatchObject({ sending: 1 });
  expect(await expectBooksToBalance(other.id)).toMatchObject({ queued: 1, sending: 0 });
});

test("a server that never answers one dot holds up neither the others nor the job", async () => {
  sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "dot" && recipient.startsWith("person3@") ? { do: "hang" } : undefined,
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 40,
    maxConnections: 3,
  });
  await plan(id);
  // The first part's turn ends without the one that hangs; the next ones take the rest.
  await eventually(
    async () => {
      await takeTurns(id);
      return (await expectBooksToBalance(id)).accepted === 39;
    },
    { what: "the others to be sent" },
  );
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 39, sending: 1 });

  // Its connection ends at last, without a reply.
  await sink.close();
  await eventually(async () => (await stateOf(id)) === "finished", { what: "the campaign to be finished" });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 39, in_doubt: 1 });
});

test("renewing leases passes over a message that is being written at this moment, and waits for nobody", async () => {
  sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 2 });
  await plan(id);
  const claimed = await claimMessages({ campaignId: id, batch: 0, limit: 2, serverId: crypto.randomUUID() });
  await endLeases(id);
  const isHeld = async () => {
    const rows = await database().message.findMany({ where: { campaignId: id }, orderBy: { id: "asc" } });
    return rows.map(({ leaseUntil }) => (leaseUntil?.getTime() ?? 0) > Date.now());
  };
  await inTransaction(async (client) => {
    await client.query("SELECT 1 FROM messages WHERE id = $1 FOR UPDATE", [claimed[0]?.id]);
    await renewLeases([claimed[0]?.lease ?? ""]);
    expect(await isHeld()).toEqual([false, true]);
  });
  await renewLeases([claimed[0]?.lease ?? ""]);
  expect(await isHeld()).toEqual([true, true]);
});
