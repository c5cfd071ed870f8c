import { pool } from "./database.ts";

const tables = ["tracking_events", "delivery_events"];
const monthsAhead = 2;

export type MonthPartition = { suffix: string; from: string; to: string };

/** The month (UTC) that lies `ahead` months after the one of `now`: the partition's suffix and its bounds. */
export function monthPartition(now: Date, ahead: number): MonthPartition {
  const first = (months: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)).toISOString();
  return { suffix: first(ahead).slice(0, 7).replace("-", "_"), from: first(ahead), to: first(ahead + 1) };
}

/**
 * Makes the partitions of this month and the two after it where they are missing. Repeatable without effect.
 *
 * A month whose events are in the default partition already (nobody made it in time) stays there: PostgreSQL
 * refuses a partition whose rows lie in the default one, and moving them is not worth a lock on a table being written.
 */
export async function makeEventPartitions(now: Date): Promise<void> {
  for (const table of tables) {
    for (let ahead = 0; ahead <= monthsAhead; ahead++) {
      const { suffix, from, to } = monthPartition(now, ahead);
      const { rows } = await pool().query(
        `SELECT to_regclass($1) IS NOT NULL
             OR EXISTS (SELECT FROM ${table}_default WHERE at >= $2 AND at < $3) AS settled`,
        [`${table}_${suffix}`, from, to],
      );
      if (rows[0].settled) continue;
      await pool().query(
        `CREATE TABLE IF NOT EXISTS ${table}_${suffix} PARTITION OF ${table} FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
    }
  }
}
