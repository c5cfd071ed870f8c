import { expect, test } from "vitest";
import { readDecisions } from "#lib/decisions/read-decisions.ts";
import { releaseProviderHold } from "#lib/decisions/release-provider-hold.ts";
import { readProviderHolds } from "#lib/holds/read-provider-holds.ts";
import { closeIdleLines } from "#lib/lines/sending-line.ts";
import { database, pool } from "#lib/platform/database.ts";
import { readOverview } from "#lib/reports/read-overview.ts";
import { findOpenBatches } from "#lib/sweeps/find-open-batches.ts";
import { findUnfinished } from "#lib/sweeps/sweep-store.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, deliverUntilState, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const people = (count: number, domain: string) =>
  Array.from({ length: count }, (_, index) => `person${index}@${domain}`);

const notProven = "550 5.7.26 This mail has been blocked because the sender is unauthenticated";
const inTheClear = "550 5.7.29 This email has been blocked because it was not sent over a TLS connection";
const blocked = "554 5.7.1 Service unavailable; client [192.0.2.10] blocked using zen.spamhaus.org";

for (const [category, reply] of [
  ["auth_failure", notProven],
  ["encryption_demanded", inTheClear],
] as const)
  test(`a provider that refuses the sender (${category}) stops the campaign there, the others get theirs, and a person lets it go on`, async () => {
    const actor = await makeActor();
    const sink = await startSink({
      rule: ({ point, recipient }) =>
        point === "rcpt" && recipient.endsWith("@gmail.com") ? reply : undefined,
    });
    const { id } = await makeLaunchedCampaign({
      actor,
      port: sink.port,
      recipients: [...people(100, "gmail.com"), ...people(100, "yahoo.com"), ...people(50, "example.org")],
    });
    await plan(id);
    await eventually(
      async () => {
        await deliverOnce(id);
        return sink.received.length === 150;
      },
      { what: "everybody else's mail" },
    );
    await deliverOnce(id);
    const books = await expectBooksToBalance(id);
    expect(books.bounced, "three, and what was on the way").toBeLessThanOrEqual(12);
    expect(books).toMatchObject({ accepted: 150, queued: 100 - books.bounced });
    expect(await stateOf(id)).toBe("sending");
    expect(await database().suppression.count({ where: { workspaceId: actor.workspaceId } })).toBe(0);
    const [hold, ...more] = await readProviderHolds(actor, id);
    expect(more).toEqual([]);
    expect(hold).toMatchObject({ provider: "google", name: "Google", category, said: reply });
    expect((await readOverview(actor)).attention).toContainEqual(
      expect.objectContaining({ kind: "providerHold", campaignId: id, provider: "Google", category }),
    );

    // As a restart: the next process knows it from the database.
    await closeIdleLines();
    const asked = sink.count("rcpt");
    await deliverOnce(id);
    expect(sink.count("rcpt")).toBe(asked);
    const nudged = async () => {
      const campaign = (await findUnfinished()).find((each) => each.id === id);
      return campaign ? findOpenBatches(campaign) : null;
    };
    expect(await nudged(), "nothing is nudged for nothing").toEqual([]);

    const stranger = await makeActor();
    expect(await readProviderHolds(stranger, id)).toEqual([]);
    expect(await releaseProviderHold(stranger, id, "google")).toBe(false);
    expect((await readOverview(stranger)).attention).toEqual([]);
    expect(await releaseProviderHold(actor, id, "yahoo")).toBe(false);

    // Let go on without having been put right, it stops again at once.
    expect(await releaseProviderHold(actor, id, "google")).toBe(true);
    expect(await nudged()).toEqual([0]);
    await eventually(
      async () => {
        await deliverOnce(id);
        return (await readProviderHolds(actor, id)).length === 1;
      },
      { what: "it to stop again" },
    );
    expect((await expectBooksToBalance(id)).bounced - books.bounced).toBeLessThanOrEqual(10);

    sink.setRule(undefined);
    expect(await releaseProviderHold(actor, id, "google")).toBe(true);
    expect(await releaseProviderHold(actor, id, "google"), "somebody was first").toBe(false);
    const decisions = await readDecisions(actor, id);
    expect(decisions, "who let it go on is told").toHaveLength(2);
    const first = {
      kind: "release_provider",
      provider: "Google",
      messages: 100 - books.bounced,
      by: "Sari Dewi",
    };
    expect(decisions[1]).toMatchObject(first);
    expect(await readDecisions(stranger, id)).toEqual([]);
    await deliverUntilState(id, "finished");
    const end = await expectBooksToBalance(id);
    expect(end.accepted + end.bounced).toBe(250);
    await sink.close();
  });

test("two of hundreds who are refused as if the sender were not proven stop nothing", async () => {
  const actor = await makeActor();
  const sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && /^person(7|90)@/.test(recipient) ? notProven : undefined,
  });
  const { id } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: people(150, "gmail.com"),
  });
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 148, bounced: 2 });
  expect(await readProviderHolds(actor, id)).toEqual([]);
  await sink.close();
});

test("what is blocked through one server goes once through another; blocked there as well it bounces, and nobody is suppressed", async () => {
  const actor = await makeActor();
  const rule =
    (...isBlocked: string[]) =>
    ({ point, recipient }: { point: string; recipient: string }) =>
      point === "rcpt" && isBlocked.some((name) => recipient.startsWith(name)) ? blocked : undefined;
  const [one, two] = await Promise.all([
    startSink({ rule: rule("one", "both") }),
    startSink({ rule: rule("both") }),
  ]);
  const { id } = await makeLaunchedCampaign({
    actor,
    port: one.port,
    recipients: [
      ...Array.from({ length: 40 }, (_, index) => `one${index}@example.org`),
      ...Array.from({ length: 40 }, (_, index) => `both${index}@example.org`),
    ],
    others: [{ port: two.port }],
  });
  await plan(id);
  await deliverUntilState(id, "finished");
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 40, bounced: 40 });
  expect(one.received.length, "all of them through the other").toBe(0);
  for (const sink of [one, two])
    expect(sink.count("rcpt"), "never twice through the same").toBeLessThanOrEqual(80);
  const attempts = await database().message.groupBy({
    by: ["attempts"],
    where: { campaignId: id, state: "bounced" },
    _count: true,
  });
  expect(attempts).toEqual([{ attempts: 2, _count: 40 }]);
  expect(await database().suppression.count({ where: { workspaceId: actor.workspaceId } })).toBe(0);
  await Promise.all([one.close(), two.close()]);
});

test("with one server a block bounces at once; and nobody waits for ever for a server that is away", async () => {
  const sink = await startSink({ rule: answerAt("rcpt", blocked) });
  const alone = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 5,
  });
  await plan(alone.id);
  await deliverAll(alone.id);
  expect(await expectBooksToBalance(alone.id)).toMatchObject({ bounced: 5 });

  const away = await startSink();
  await away.close();
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: people(5, "shop.example"),
    others: [{ port: away.port }],
  });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await expectBooksToBalance(id)).deferred === 5;
    },
    { what: "all to wait for the other server" },
  );
  const asked = sink.count("rcpt");
  for (const _ of [1, 2, 3]) {
    // Another try of the server that is away.
    await pool().query("UPDATE server_breakers SET open_until = now() - interval '1 second'");
    await closeIdleLines();
    await deliverOnce(id);
  }
  expect(sink.count("rcpt"), "not through the one that is blocked").toBe(asked);
  await database().message.updateMany({
    where: { campaignId: id },
    data: { nextAttemptAt: new Date(Date.now() - 61 * 60_000) },
  });
  await deliverOnce(id);
  await eventually(async () => (await expectBooksToBalance(id)).bounced === 5, {
    what: "the end of waiting",
  });
  await sink.close();
});
