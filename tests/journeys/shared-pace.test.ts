import { afterEach, expect, test } from "vitest";
import { deliverBatch } from "#lib/delivery/deliver-batch.ts";
import { partsToEnd } from "#lib/lines/running-parts.ts";
import { database, pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { startWorker, type WorkerProcess } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
let worker: WorkerProcess;
afterEach(async () => {
  await worker.killAtOnce();
  await sink.close();
});

test("of a slow campaign whose messages wait for a server that hangs, here and in another worker, one begins when it goes on", async () => {
  const { promise: until, resolve: greet } = Promise.withResolvers<void>();
  sink = await startSink({
    rule: ({ point }) => (point === "connect" ? { do: "hold", until } : undefined),
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 6,
    maxConnections: 4,
  });
  // One in some twenty minutes, so that a second one within this test is one too many, however long it takes.
  await database().campaign.update({ where: { id }, data: { maxPerSecond: 0.0008 } });
  worker = await startWorker(["deliverBatch"]);
  await plan(id);
  await eventually(() => sink.count("connect") === 1, { what: "the other worker's first message" });

  for (const connections of [2, 3]) {
    await eventually(
      async () => {
        // The time passes until the campaign's next moment.
        await pool().query("UPDATE send_paces SET next_free_at = now() WHERE key = $1", [`campaign ${id}`]);
        await deliverBatch({ campaignId: id, batch: 0 });
        return sink.count("connect") >= connections;
      },
      { what: `${connections} connections` },
    );
  }
  greet();
  await partsToEnd();
  const books = await eventually(
    async () => {
      const now = await expectBooksToBalance(id);
      return now.sending === 0 && now;
    },
    { what: "all to be sent or back" },
  );
  expect(books).toMatchObject({ accepted: 1, queued: 5 });
  expect(sink.count("mail")).toBe(1);
});
