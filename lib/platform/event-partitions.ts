import type { Pool, PoolClient } from "pg";
import { pool } from "./database.ts";

/** The tables that only grow; one month can be dropped in a moment. */
const partitionedTables = ["tracking_events", "delivery_events"] as const;

/** Any number will do, as long as nothing else of ours takes the same lock. */
const lockNumber = 7_264_101;

/**
 * Makes what is missing of the partitions for the month of `now` (UTC) and the two after it. Doing it again changes nothing.
 *
 * Looks before it locks: making a partition locks the whole table for a moment, and nearly always there is none to make. The
 * advisory lock lets two processes do it at once, `IF NOT EXISTS` alone does not.
 */
export async function makeEventPartitions(now: Date, database: Pool = pool()): Promise<void> {
  const wanted = [0, 1, 2].flatMap((ahead) => partitionedTables.map((table) => partition(table, now, ahead)));
  if ((await missing(database, wanted)).length === 0) return;
  const client = await database.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [lockNumber]);
    for (const each of await missing(client, wanted)) await make(client, each);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Events of a month that nobody made in time lie in the default partition and would forbid to make it: they move along.
 * Names and bounds are made of digits and the constants above; DDL takes no parameters.
 */
async function make(client: PoolClient, { name, table, from, to }: Partition): Promise<void> {
  await client.query(`CREATE TEMPORARY TABLE strays ON COMMIT DROP AS
    SELECT * FROM "${table}_default" WHERE at >= '${from}' AND at < '${to}'`);
  await client.query(`DELETE FROM "${table}_default" WHERE at >= '${from}' AND at < '${to}'`);
  await client.query(
    `CREATE TABLE "${name}" PARTITION OF "${table}" FOR VALUES FROM ('${from}') TO ('${to}')`,
  );
  await client.query(`INSERT INTO "${table}" SELECT * FROM strays`);
  await client.query("DROP TABLE strays");
}

type Partition = { name: string; table: string; from: string; to: string };

function partition(table: string, now: Date, monthsAhead: number): Partition {
  const [from, to] = [0, 1].map((next) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsAhead + next, 1)).toISOString(),
  ) as [string, string];
  return { name: `${table}_${from.slice(0, 4)}_${from.slice(5, 7)}`, table, from, to };
}

/** From the catalogue's rows, not `to_regclass`: a session may remember there that a name was not taken before the lock was. */
async function missing(database: Pick<Pool, "query">, wanted: Partition[]): Promise<Partition[]> {
  const { rows } = await database.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relname = ANY($1::text[]) AND relnamespace = current_schema()::regnamespace`,
    [wanted.map(({ name }) => name)],
  );
  const present = new Set(rows.map(({ name }) => name));
  return wanted.filter(({ name }) => !present.has(name));
}
