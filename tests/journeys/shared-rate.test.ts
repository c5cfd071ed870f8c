import { expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const jobs = ["planBatches", "deliverBatch", "sweepDeliveries"];

test("three workers on one server at 50/s send 50/s together, never over 5 % more in any 10 seconds, also when one is killed and another starts", async () => {
  const begunAt: number[] = [];
  const sink = await startSink({
    rule: ({ point }) => {
      if (point === "mail") begunAt.push(performance.now());
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
  await eventually(() => sink.received.length >= 250, { what: "250 mails", withinSeconds: 60 });
  await workers.shift()?.killAtOnce();
  workers.push(await startWorker(jobs));
  await eventually(() => sink.received.length >= 900, { what: "900 mails", withinSeconds: 120 });
  await Promise.all(workers.map((worker) => worker.drain()));

  const most = Math.max(
    ...begunAt.map((start, index) => {
      const after = begunAt.findIndex((at, other) => other > index && at > start + 10_000);
      return (after === -1 ? begunAt.length : after) - index;
    }),
  );
  expect(most, "messages in the fullest 10 seconds, by the receiving server's clock").toBeLessThanOrEqual(
    525,
  );
  expect(sink.connections.most).toBeLessThanOrEqual(12);
  await sink.close();
});
