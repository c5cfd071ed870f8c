import { expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { database } from "#lib/platform/database.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { endLeases, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const connections = 10;
const recipients = 3_000;
const jobs = ["planBatches", "deliverBatch", "sweepDeliveries"];

test("a worker killed in mid-campaign loses nobody and sends nobody twice; in doubt are at most its open connections", async () => {
  /** From then on the server answers no dot of the worker that is to be killed, so that some are between the dot and the reply. */
  let silentFrom = 0;
  let silent = 0;
  const sink = await startSink({
    rule: ({ point }) => {
      if (point !== "dot") return undefined;
      if (sink.received.length < silentFrom) return { do: "wait", milliseconds: 15 };
      silent += 1;
      return { do: "receive-hang" };
    },
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients,
    maxConnections: connections,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });

  const kills = [150, 900];
  for (const [index, received] of kills.entries()) {
    [silentFrom, silent] = [received, 0];
    const worker = await startWorker(jobs);
    await eventually(() => silent > 0, { what: `${received} mails, and one that is not answered` });
    await worker.killAtOnce();
    const { sending } = await expectBooksToBalance(id);
    expect(sending, "messages held by the killed worker").toBeGreaterThan(0);
    await endLeases(id);
    expect(sink.received.length, "killed in the middle").toBeLessThan(recipients);
    const worst = connections * (index + 1);
    const marked = await database().message.count({
      where: { campaignId: id, state: "sending", NOT: { dotSentAt: null } },
    });
    expect(marked + (await inDoubt(id)), "marked and without a recorded reply").toBeLessThanOrEqual(worst);
  }

  silentFrom = Number.POSITIVE_INFINITY;
  const worker = await startWorker(jobs);
  await eventually(async () => (await stateOf(id)) === "finished", {
    what: "the campaign to be finished",
  });
  expect(await worker.drain(), "exit status after SIGTERM").toBe(0);

  const books = await expectBooksToBalance(id);
  expect(books.accepted + books.in_doubt, "everybody was sent to, or is known to be in doubt").toBe(
    recipients,
  );
  expect(books.in_doubt).toBeLessThanOrEqual(connections * kills.length);
  const duplicates = [...sink.copies().values()].filter((copies) => copies > 1);
  expect(duplicates, "copies beyond the first, counted by the server").toEqual([]);
  // Nobody is lost: who is not in doubt was received, and of those in doubt some were.
  const receivedBy = new Set(sink.received.map(({ recipient }) => recipient));
  const accepted = await database().message.findMany({ where: { campaignId: id, state: "accepted" } });
  expect(accepted.filter(({ email }) => !receivedBy.has(email))).toEqual([]);
  expect(receivedBy.size).toBeGreaterThanOrEqual(books.accepted);
  await sink.close();
});

test("a worker that is asked to end finishes what is on the wire and leaves nothing in doubt or in its hands", async () => {
  const sink = await startSink({
    rule: answerAt("dot", { do: "wait", milliseconds: 30 }),
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 1_000,
    maxConnections: connections,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  const first = await startWorker(jobs);
  await eventually(() => sink.received.length >= 100, { what: "100 mails" });
  expect(await first.drain(), "exit status").toBe(0);

  const books = await expectBooksToBalance(id);
  expect(books).toMatchObject({ sending: 0, in_doubt: 0, accepted: sink.received.length });
  expect(books.queued).toBe(1_000 - sink.received.length);
  expect(books.queued).toBeGreaterThan(0);

  const second = await startWorker(jobs);
  await eventually(async () => (await stateOf(id)) === "finished", {
    what: "the campaign to be finished",
  });
  await second.drain();
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1_000 });
  expect(sink.received).toHaveLength(1_000);
  await sink.close();
});

async function inDoubt(campaignId: string): Promise<number> {
  return database().message.count({ where: { campaignId, state: "in_doubt" } });
}
