import { afterEach, expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { database } from "#lib/platform/database.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { forgetQueue } from "#tests/support/forget-queue.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { startWorker, type WorkerProcess } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const recipients = 3_000;

let sink: SmtpSink;
let worker: WorkerProcess;
afterEach(async () => {
  await worker.drain();
  await sink.close();
});

test("everything that Redis knows is lost in mid-campaign, twice, and nobody is: the rows are the truth", async () => {
  sink = await startSink({
    rule: answerAt("dot", { do: "wait", milliseconds: 10 }),
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients,
    maxConnections: 5,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  worker = await startWorker(["startDueCampaigns", "planBatches", "deliverBatch", "sweepDeliveries"]);
  for (const count of [200, 1_000]) {
    await eventually(() => sink.received.length >= count, { what: `${count} mails` });
    await forgetQueue();
  }
  sink.setRule(undefined);
  await eventually(async () => (await stateOf(id)) === "finished", {
    what: "the campaign to be finished",
  });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: recipients, in_doubt: 0 });
  expect(sink.received).toHaveLength(recipients);
  expect(sink.copies().size).toBe(recipients);

  // What recurs, recurs again: a campaign that is launched while its job is lost is found.
  const later = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 20 });
  await database().campaign.update({
    where: { id: later.id },
    data: { launchedAt: new Date(Date.now() - 60_000) },
  });
  await eventually(async () => (await stateOf(later.id)) === "finished", {
    what: "the forgotten campaign to be finished",
  });
});
