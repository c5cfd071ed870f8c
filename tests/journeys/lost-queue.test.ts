import pg from "pg";
import { expect, inject, test } from "vitest";
import { isScheduled } from "#lib/jobs/enqueue.ts";
import { eventually } from "#tests/support/eventually.ts";
import { forgetQueue } from "#tests/support/forget-queue.ts";
import { startWorker } from "#tests/support/worker-process.ts";

test("a worker that is started while the database is away waits for it without spinning, and then takes jobs", async () => {
  const admin = new pg.Client({ connectionString: inject("postgresUrl") });
  await admin.connect();
  const name = new URL(process.env.DATABASE_URL ?? "").pathname.slice(1);
  await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  let tries = 0;
  const starting = startWorker(["deliverBatch", "sweepDeliveries"], (line) => {
    if (line.includes("cannot be seen yet")) tries += 1;
  });
  try {
    // A process that spins would get no further than its first try.
    await eventually(() => tries >= 2, { what: "a second look for the database" });
  } finally {
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS true`);
    await admin.end();
  }
  const worker = await starting;
  expect(await worker.drain()).toBe(0);
});

test("what recurs is brought back by a running worker after the queue has lost its memory", async () => {
  const worker = await startWorker(["sweepDeliveries"]);
  await forgetQueue();
  await eventually(() => isScheduled("sweepDeliveries"), {
    what: "the sweep to recur again",
  });
  expect(await worker.drain()).toBe(0);
});
