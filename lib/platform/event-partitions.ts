import type { Pool, PoolClient } from "pg";
import { pool } from "./database.ts";
import { logger } from "./logger.ts";

/** The tables that only grow; one month can be dropped in a moment. */
const partitionedTables = ["tracking_events", "delivery_events"] as const;

/** Any number will do, as long as nothing else of ours takes the same lock. */
const lockNumber = 7_264_101;

/** For so long a month may stand in the way of others, each time it is tried. */
const lockMilliseconds = 500;

/** PostgreSQL's word for a lock that was not to be had in time. */
const lockNotAvailable = "55P03";

/**
 * Makes what is missing of the partitions for the month of `now` (UTC) and the two after it. Doing it again changes nothing.
 *
 * Looks before it locks; nearly always there is none to make. The advisory lock lets two processes do it at once, `IF NOT
 * EXISTS` alone does not. While somebody reads all events (a report, a backup for hours), a month is left for the next time:
 * it is needed in two months, and waiting for its lock would keep everybody who writes or reads events waiting behind it.
 */
export async function makeEventPartitions(now: Date, database: Pool = pool()): Promise<void> {
  const wanted = [0, 1, 2].flatMap((ahead) => partitionedTables.map((table) => partition(table, now, ahead)));
  for (const each of await missing(database, wanted)) {
    const isMade = await makeUnlessBusy(database, each);
    if (!isMade) logger().warn({ partition: each.name }, "its table is being read: the month is made later");
  }
}

/** @returns false when somebody uses the table in a way that would have to be waited for */
async function makeUnlessBusy(database: Pool, each: Partition): Promise<boolean> {
  const client = await database.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [lockNumber]);
    await client.query(`SET LOCAL lock_timeout = ${lockMilliseconds}`);
    if ((await missing(client, [each])).length > 0) await make(client, each);
    await client.query("COMMIT");
    return true;
  } catch (error) {
    await client.query("ROLLBACK");
    if (error instanceof Error && "code" in error && error.code === lockNotAvailable) return false;
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Events of a month that nobody made in time lie in the default partition and would forbid to make it: they move along.
 * Attached and not made in its place: that leaves the table to its readers and writers, and locks the default partition
 * alone, which nobody writes to. Names and bounds are made of digits and the constants above; DDL takes no parameters.
 */
async function make(client: PoolClient, { name, table, from, to }: Partition): Promise<void> {
  await client.query(`LOCK TABLE "${table}_default" IN ACCESS EXCLUSIVE MODE`);
  await client.query(`CREATE TABLE "${name}" (LIKE "${table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
  await client.query(`WITH strays AS (
      DELETE FROM "${table}_default" WHERE at >= '${from}' AND at < '${to}' RETURNING *
    ) INSERT INTO "${name}" SELECT * FROM strays`);
  await client.query(
    `ALTER TABLE "${table}" ATTACH PARTITION "${name}" FOR VALUES FROM ('${from}') TO ('${to}')`,
  );
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
