import pg from "pg";
import { expect, inject, test } from "vitest";
import { enqueue, isScheduled, schedule } from "#lib/jobs/enqueue.ts";
import { pool } from "#lib/platform/database.ts";

test("a queue first used while the database is away works once it is back", async () => {
  await expect(whileAway(() => enqueue("keepHouse", {}))).rejects.toThrow();
  await enqueue("keepHouse", {});
});

test("whether a job recurs can be told, also after the queue has lost its memory", async () => {
  expect(await isScheduled("sweepDeliveries")).toBe(false);
  await schedule("sweepDeliveries", 2_000);
  expect(await isScheduled("sweepDeliveries")).toBe(true);
  await pool().query("TRUNCATE bullmq.scheduler, bullmq.job CASCADE");
  expect(await isScheduled("sweepDeliveries")).toBe(false);
});

/** Nobody can connect to this test file's database meanwhile. */
async function whileAway<T>(work: () => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  const name = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  try {
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    return await work();
  } finally {
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await admin.end();
  }
}
