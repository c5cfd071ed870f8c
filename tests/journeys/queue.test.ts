import { afterEach, expect, test } from "vitest";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { database } from "#lib/platform/database.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { startWorker, type WorkerProcess } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const jobs = ["startDueCampaigns", "planBatches", "deliverBatch", "sweepDeliveries", "cancelMessages"];
const recipients = 1_200;
const connections = 4;

let sink: SmtpSink;
let worker: WorkerProcess;
afterEach(async () => {
  await worker.drain();
  await sink.close();
});

/** A campaign at a server that takes a moment for each message, so that there is a middle of it. */
async function launch() {
  sink = await startSink({ rule: answerAt("dot", { do: "wait", milliseconds: 30 }) });
  const actor = await makeActor();
  const about = { port: sink.port, recipients, maxConnections: connections };
  const { id } = await makeLaunchedCampaign({ actor, ...about });
  return { actor, id };
}

async function received(count: number): Promise<void> {
  await eventually(() => sink.received.length >= count, { what: `${count} mails` });
}

async function ends(campaignId: string, state: string): Promise<void> {
  await eventually(async () => (await stateOf(campaignId)) === state, {
    what: `the campaign to be ${state}`,
  });
}

test("a scheduled campaign starts by itself, stops when it is paused, and goes on to everybody else when it is resumed", async () => {
  const { actor, id } = await launch();
  await database().campaign.update({
    where: { id },
    data: { state: "scheduled", launchedAt: null, scheduledAt: new Date(Date.now() + 1_000) },
  });
  worker = await startWorker(jobs);
  await received(100);
  expect(await pauseCampaign(actor, id)).toMatchObject({ kind: "moved" });
  const atThePause = sink.received.length;
  await eventually(async () => (await expectBooksToBalance(id)).sending === 0, {
    what: "the worker to have given everything back",
  });
  expect(sink.received.length - atThePause).toBeLessThanOrEqual(connections);
  expect(await expectBooksToBalance(id)).toMatchObject({
    accepted: sink.received.length,
    queued: recipients - sink.received.length,
  });

  sink.setRule(undefined);
  await resumeCampaign(actor, id);
  await ends(id, "finished");
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: recipients });
  expect(sink.received).toHaveLength(recipients);
  expect(sink.copies().size).toBe(recipients);
});

test("a campaign cancelled in the middle of the send reaches nobody else, and the books say who had it", async () => {
  const { actor, id } = await launch();
  await enqueue("planBatches", { campaignId: id }, { key: id });
  worker = await startWorker(jobs);
  await received(100);
  await cancelCampaign(actor, id);
  const atTheEnd = sink.received.length;
  await eventually(
    async () => {
      const { queued, sending, deferred } = await expectBooksToBalance(id);
      return queued + sending + deferred === 0;
    },
    { what: "everybody else to be cancelled" },
  );
  expect(sink.received.length - atTheEnd).toBeLessThanOrEqual(connections);
  expect(await expectBooksToBalance(id)).toMatchObject({
    accepted: sink.received.length,
    cancelled: recipients - sink.received.length,
  });
});
