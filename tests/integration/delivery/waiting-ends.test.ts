import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { deliverBatch } from "#lib/delivery/deliver-batch.ts";
import { drainDeliveries } from "#lib/delivery/drain-deliveries.ts";
import { database, pool } from "#lib/platform/database.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
/** Whoever is at this domain is not answered at the final dot. */
const silent = "silent.example";

beforeEach(async () => {
  sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "dot" && recipient.endsWith(silent) ? { do: "hang" } : undefined,
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await sink.close();
});

const people = (count: number, domain: string) =>
  Array.from({ length: count }, (_, index) => `person${index}@${domain}`);

/** A campaign whose first message is never answered, so that the others wait for the only connection. */
async function waitForTheConnection(actor = makeActor()) {
  const made = await makeLaunchedCampaign({
    actor: await actor,
    port: sink.port,
    recipients: people(8, silent),
    maxConnections: 1,
  });
  await plan(made.id);
  const jobs: Promise<void>[] = [];
  let isTurn = false;
  await eventually(
    async () => {
      if ((await sending(made.id)) === 8 && sink.count("dot") > 0) return true;
      // A worker that was held up for long gives back what waits: then there is another turn.
      if (!isTurn) jobs.push(deliverBatch({ campaignId: made.id, batch: 0 }).finally(() => (isTurn = false)));
      isTurn = true;
      return false;
    },
    { what: "all to be claimed and one to hang" },
  );
  return { ...made, job: Promise.all(jobs) };
}

const sending = (campaignId: string) => database().message.count({ where: { campaignId, state: "sending" } });

test("without a share of the server's connections nobody waits for one: another worker may have it", async () => {
  const { id, serverId, job } = await waitForTheConnection();
  // A worker that has been there longer has mail for it.
  await pool().query(
    `INSERT INTO server_shares (server_id, line, joined_at, seen_at, wants, granted)
     VALUES ($1, $2, now() - interval '1 hour', now() + interval '1 hour', true, 0)`,
    [serverId, crypto.randomUUID()],
  );
  await eventually(async () => (await sending(id)) === 1, { what: "all but the one on the wire to be back" });
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 7, sending: 1 });
  await Promise.all([sink.close(), job]);
});

test.each([
  { what: "paused", move: pauseCampaign },
  { what: "cancelled", move: cancelCampaign },
])(
  "a campaign that is $what holds nobody who waits for whatever turn, also while none has it",
  async ({ move }) => {
    const actor = await makeActor();
    const launch = async (over: object) => {
      const { id, serverId } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 8, ...over });
      await plan(id);
      return { id, serverId };
    };
    const byProvider = await launch({ recipients: people(8, "gmail.com"), maxConnections: 10 });
    await pool().query(
      `INSERT INTO provider_paces (server_id, provider, concurrency, per_minute, eased_until, changed_at)
     VALUES ($1, 'google', 5, 1, now() + interval '1 hour', now())`,
      [byProvider.serverId],
    );
    const byRate = await launch({ messagesPerSecond: 1, maxConnections: 10 });
    const byPace = await launch({});
    await database().campaign.update({ where: { id: byPace.id }, data: { maxPerSecond: 1 } });
    const byConnection = await waitForTheConnection(Promise.resolve(actor));
    const ids = [byProvider.id, byRate.id, byPace.id];
    const jobs = ids.map((campaignId) => deliverBatch({ campaignId, batch: 0 }));
    for (const id of [byRate.id, byPace.id])
      await eventually(async () => (await sending(id)) > 1, { what: "more than one to wait" });
    const accepted = { campaignId: byProvider.id, state: "accepted" as const };
    await eventually(
      async () =>
        (await database().message.count({ where: accepted })) === 1 && (await sending(byProvider.id)) > 0,
      { what: "the first to be sent and the next to wait for its moment" },
    );

    for (const id of [...ids, byConnection.id]) await move(actor, id);
    for (const id of ids) await eventually(async () => (await sending(id)) === 0, { what: "all to be back" });
    await eventually(async () => (await sending(byConnection.id)) === 1, {
      what: "all but the one on the wire",
    });
    for (const id of [...ids, byConnection.id]) await expectBooksToBalance(id);
    await Promise.all([sink.close(), byConnection.job, ...jobs]);
  },
);

test("who unsubscribes while the message waits in a claim does not get it", async () => {
  sink.setRule(answerAt("dot", { do: "wait", milliseconds: 50 }));
  const { id, listId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 10,
    maxConnections: 1,
  });
  await plan(id);
  const job = deliverOnce(id);
  await eventually(() => sink.received.length >= 2, { what: "some mails to have arrived" });
  await pool().query("UPDATE subscriptions SET status = 'unsubscribed' WHERE list_id = $1", [listId]);
  const atThatTime = sink.received.length;
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });
  await job;
  expect(sink.received.length - atThatTime, "what was on the wire").toBeLessThanOrEqual(1);
  expect(await expectBooksToBalance(id)).toMatchObject({
    accepted: sink.received.length,
    skipped: 10 - sink.received.length,
  });
});

test("a worker that is asked to end gives back at once what waits, and then waits only for what is on the wire", async () => {
  const { id, job } = await waitForTheConnection();
  const drained = drainDeliveries();
  await eventually(async () => (await sending(id)) === 1, { what: "all but the one on the wire to be back" });
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 7, sending: 1 });
  await Promise.all([sink.close(), drained, job]);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 7, in_doubt: 1 });
});
