import { expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { allowNoise } from "#tests/support/refuse-noise.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const recipients = 1_000;

test("a worker whose database connections all end in mid-campaign lives on, and everybody gets one mail", async () => {
  // A job that asks just then has failed, and is brought back by the sweep.
  allowNoise(
    /terminating connection due to administrator command|Connection terminated|not queryable|ECONNRESET/,
  );
  const sink = await startSink({
    rule: ({ point, recipient }) => {
      // Refusals of the mailbox itself are recorded in a transaction of several statements.
      if (point === "rcpt" && /person\d*7@/.test(recipient)) return "550 5.1.1 no such user";
      return point === "dot" ? { do: "wait", milliseconds: 15 } : undefined;
    },
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients,
    maxConnections: 10,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  const worker = await startWorker(["planBatches", "deliverBatch", "sweepDeliveries"]);
  for (const received of [50, 250, 500]) {
    await eventually(() => sink.received.length >= received, {
      what: `${received} mails`,
    });
    await endAllConnections();
  }
  await eventually(async () => (await stateOf(id)) === "finished", {
    what: "the campaign to be finished",
  });
  expect(await worker.drain(), "exit status of the one process that did it all").toBe(0);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 900, bounced: 100 });
  expect([...sink.copies().values()].filter((copies) => copies > 1)).toEqual([]);
  await sink.close();
});

/** As a restart of the server does, but for this connection. */
async function endAllConnections(): Promise<void> {
  await pool().query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
}
