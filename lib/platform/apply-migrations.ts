import pg from "pg";
import { type Migration, readMigrations } from "./migration-files.ts";
import { OperatorError } from "./operator-error.ts";
import { openSchemaEngine, toMigrationList } from "./schema-engine.ts";

/** Any number that nobody else in this database locks; the engine has one of its own. */
const lockKey = 5_427_182_390_114;

/**
 * Brings a database to the newest migration and records each in `_prisma_migrations`, as
 * `prisma migrate deploy` does. Two processes at once migrate once: the second waits, and finds nothing to do.
 *
 * @returns the names of the migrations applied now
 * @throws OperatorError when the database is newer than this program, or a migration fails
 */
export async function applyMigrations(databaseUrl: string, folder = "prisma/migrations"): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect().catch((error: Error) => {
    throw new OperatorError(
      `The database does not answer: ${error.message || error.name}. Check DATABASE_URL and that the server runs.`,
    );
  });
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lockKey]);
    if (await isCurrent(client, migrations)) return [];
    const engine = await openSchemaEngine(databaseUrl);
    const { appliedMigrationNames } = await engine.applyMigrations({
      migrationsList: toMigrationList(folder, migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
    return appliedMigrationNames;
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      `A migration of the database failed. Nothing after it was applied; restore a backup or correct the cause, then start again.\n\n${(error as Error).message}`,
    );
  } finally {
    await client.end();
  }
}

/** Spares loading the engine (5 MB) at every start that has nothing to migrate. */
async function isCurrent(client: pg.Client, migrations: Migration[]): Promise<boolean> {
  const { rows: found } = await client.query("SELECT to_regclass('_prisma_migrations') AS name");
  if (!found[0].name) return migrations.length === 0;
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = rows.find((row) => !known.has(row.migration_name));
  if (unknown) {
    throw new OperatorError(
      `The database is newer than this program: it has the migration ${unknown.migration_name}. Update the program, or use the database that belongs to it.`,
    );
  }
  return migrations.every(({ name }) => rows.some((row) => row.migration_name === name && row.finished));
}
