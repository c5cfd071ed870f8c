import pg from "pg";
import { expect, inject, test } from "vitest";
import { pool } from "#lib/platform/database.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startWorker } from "#tests/support/worker-process.ts";

test("a worker that is started while the database is away ends, so that it is started again, and does not spin", async () => {
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  const name = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  try {
    await expect(startWorker(["deliverBatch", "sweepDeliveries"])).rejects.toThrow("the worker ended");
  } finally {
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await admin.end();
  }
  const worker = await startWorker(["deliverBatch", "sweepDeliveries"]);
  expect(await worker.drain()).toBe(0);
});

test("what recurs is brought back by a running worker after the queue has lost its memory", async () => {
  const worker = await startWorker(["sweepDeliveries"]);
  await pool().query("TRUNCATE bullmq.scheduler, bullmq.job CASCADE");
  await eventually(async () => (await pool().query("SELECT FROM bullmq.scheduler")).rowCount === 1, {
    what: "the sweep to recur again",
    withinSeconds: 60,
  });
  expect(await worker.drain()).toBe(0);
});
