// Gives each test file a database of its own, copied from the migrated template, and an environment that points there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { closeQueues } from "#lib/jobs/enqueue.ts";
import { closeDatabase } from "#lib/platform/database.ts";

const postgresUrl = inject("postgresUrl");
const name = `kurir_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
const dataDirectory = mkdtempSync(join(tmpdir(), "kurir-test-data-"));

await administer(`CREATE DATABASE ${name} TEMPLATE kurir_template STRATEGY FILE_COPY`);

const url = new URL(postgresUrl);
url.pathname = `/${name}`;
Object.assign(process.env, {
  NODE_ENV: "test",
  DATABASE_URL: url.href,
  DATA_DIR: dataDirectory,
  APP_URL: "http://kurir.test",
  APP_SECRET: "a secret for the tests, 32 characters or more",
  LOG_LEVEL: "error",
  // The servers of the tests listen on free ports of loopback.
  RELAY_PRIVATE_PORTS: "any",
  SANDBOX_PORT: "0",
});

afterAll(async () => {
  await closeQueues();
  await closeDatabase();
  await administer(`DROP DATABASE ${name} WITH (FORCE)`);
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function administer(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
