import pg from "pg";
import { expect, inject, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";

test("a queue first used while the database is away works once it is back", async () => {
  await expect(whileAway(() => enqueue("keepHouse", {}))).rejects.toThrow();
  await enqueue("keepHouse", {});
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
