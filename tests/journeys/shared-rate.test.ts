import { expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openFullestWindow } from "#tests/support/fullest-window.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const jobs = ["planBatches", "deliverBatch", "sweepDeliveries"];

test("three workers on one server at 50/s send 50/s together, never over 5 % more in any 10 seconds, also when one is killed and another starts", async () => {
  const begun = openFullestWindow(10_000);
  const sink = await startSink({
    rule: ({ point }) => {
      if (point === "mail") begun.note();
      return undefined;
    },
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 2_000,
    maxConnections: 12,
    messagesPerSecond: 50,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  const workers = await Promise.all([1, 2, 3].map(() => startWorker(jobs)));
  await eventually(() => sink.received.length >= 250, { what: "250 mails" });
  await workers.shift()?.killAtOnce();
  workers.push(await startWorker(jobs));
  await eventually(() => sink.received.length >= 900, { what: "900 mails" });
  await Promise.all(workers.map((worker) => worker.drain()));

  expect(
    begun.most(),
    "messages in the fullest 10 seconds, by the receiving server's clock",
  ).toBeLessThanOrEqual(525);
  expect(sink.connections.most).toBeLessThanOrEqual(12);
  await sink.close();
});
