import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "#lib/platform/apply-migrations.ts";
import { startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the maintenance database of the tests' PostgreSQL. */
    postgresUrl: string;
  }
}

/** The database that every test file's own database is copied from, migrated once for the whole run. */
export const templateDatabase = "kurir_template";

/**
 * One real PostgreSQL for the whole run, in a folder of its own. Without fsync: the tests kill workers, not the machine, and
 * what a killed worker committed is still there. Without autovacuum: it would come to some tests and not to others, and change the plans
 * and the pages that they look at.
 */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "kurir-tests-"));
  const server = await startEmbeddedPostgres({
    dataDirectory,
    settings: { fsync: "off", full_page_writes: "off", max_connections: "300", autovacuum: "off" },
  });
  await administer(server.url("postgres"), `CREATE DATABASE ${templateDatabase}`);
  await applyMigrations(server.url(templateDatabase));
  await administer(
    server.url("postgres"),
    `ALTER DATABASE ${templateDatabase} WITH ALLOW_CONNECTIONS false`,
    // A database that somebody is connected to cannot be copied.
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${templateDatabase}'`,
  );
  project.provide("postgresUrl", server.url("postgres"));
  return async () => {
    await server.destroy();
    await rm(dataDirectory, { recursive: true, force: true });
  };
}

async function administer(postgresUrl: string, ...statements: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  try {
    for (const statement of statements) await admin.query(statement);
  } finally {
    await admin.end();
  }
}
