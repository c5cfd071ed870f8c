import type { Pool, PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import type { SendLimits } from "./send-limits.ts";

type Connection = Pick<Pool | PoolClient, "query">;

export type ReservedSlots = {
  /** As many as were asked for, or fewer where a cap leaves no more. */
  granted: number;
  /** Milliseconds from the moment of the answer to the first slot, and from slot to slot. */
  startsIn: number;
  spacing: number;
  /** Milliseconds until the caps leave room again; 0 with a slot granted. */
  fullFor: number;
  /** The minute under which they count; null where nothing is counted. */
  countedIn: Date | null;
};

/**
 * How far ahead moments may be reserved: every worker has a quarter of a second's worth or one moment at a time, and there are
 * not more than some hundreds of them. What lies further ahead was written while the database's clock was ahead.
 */
const furthest = { seconds: 60, moments: 500 };

/**
 * Reserves up to `wanted` moments at which one message may go, behind all that was reserved under the same key before: by
 * this process, by others, before a restart. The database's clock decides, so the workers' clocks need not agree.
 *
 * One update of one row by its key; with a cap, two statements more over at most 1,440 rows of the last day.
 */
export async function reserveSlots(key: string, wanted: number, limits: SendLimits): Promise<ReservedSlots> {
  const { perSecond, hourlyCap, dailyCap } = limits;
  if (hourlyCap === null && dailyCap === null) {
    const moments = await nextMoments(pool(), key, wanted, perSecond);
    return { granted: wanted, ...moments, fullFor: 0, countedIn: null };
  }
  return inTransaction(async (client) => {
    // A statement counts what was committed before it began: it may begin only when nobody else is at it.
    // And a process that is frozen in here must not keep the others waiting: PostgreSQL ends its transaction.
    await client.query(
      `SELECT set_config('idle_in_transaction_session_timeout', '3000', true),
         pg_advisory_xact_lock(hashtextextended('send counts ' || $1, 0))`,
      [key],
    );
    const counted = await countWithinCaps(client, key, wanted, hourlyCap, dailyCap);
    const { granted, countedIn } = counted;
    if (granted === 0) return { ...counted, startsIn: 0, spacing: 0 };
    return { granted, ...(await nextMoments(client, key, granted, perSecond)), fullFor: 0, countedIn };
  });
}

/**
 * Takes slots that were not used off the count of their minute, so that a cap is not eaten up by nothing. Off a later one, those
 * that were sent then would count as long as the older minute does, and the hour after it would have room for them again.
 */
export async function returnSlots(key: string, countedIn: Date, unused: number): Promise<void> {
  await pool().query(
    "UPDATE send_counts SET count = count - $3 WHERE key = $1 AND minute = $2 AND count >= $3",
    [key, countedIn, unused],
  );
}

/** What is older than a day counts under no cap. */
export async function deleteOldCounts(): Promise<void> {
  await pool().query("DELETE FROM send_counts WHERE minute < now() - interval '25 hours'");
}

async function nextMoments(
  connection: Connection,
  key: string,
  count: number,
  perSecond: number | null,
): Promise<{ startsIn: number; spacing: number }> {
  if (perSecond === null) return { startsIn: 0, spacing: 0 };
  const spacing = 1_000 / perSecond;
  // clock_timestamp() and not now(): the row may have been waited for, and a moment that is over by then helps nobody.
  const { rows } = await connection.query<{ startsIn: number }>({
    name: "reserve-slots",
    text: `
      INSERT INTO send_paces AS pace (key, next_free_at)
      VALUES ($1, clock_timestamp() + make_interval(secs => $2))
      ON CONFLICT (key) DO UPDATE SET
        next_free_at = make_interval(secs => $2) + CASE
          WHEN pace.next_free_at > clock_timestamp() + make_interval(secs => $3) THEN clock_timestamp()
          ELSE greatest(pace.next_free_at, clock_timestamp()) END
      RETURNING (extract(epoch FROM next_free_at - clock_timestamp()) - $2::float8)::float8 * 1000 AS "startsIn"`,
    values: [
      key,
      (count * spacing) / 1_000,
      Math.max(furthest.seconds, (furthest.moments * spacing) / 1_000),
    ],
  });
  return { startsIn: Math.max(0, rows[0]?.startsIn ?? 0), spacing };
}

/**
 * By minutes, so that no 60 minutes and no 24 hours ever hold more than the cap, wherever they begin: the minute that is only
 * partly within counts whole. A minute that has not come yet, of a clock that was ahead, counts when it is there.
 */
async function countWithinCaps(
  client: PoolClient,
  key: string,
  wanted: number,
  hourlyCap: number | null,
  dailyCap: number | null,
): Promise<Pick<ReservedSlots, "granted" | "fullFor" | "countedIn">> {
  const { rows } = await client.query<Pick<ReservedSlots, "granted" | "fullFor" | "countedIn">>({
    name: "count-within-caps",
    text: `
      WITH present AS (SELECT date_trunc('minute', clock_timestamp()) AS minute),
      used AS (
        SELECT
          coalesce(sum(count) FILTER (WHERE send_counts.minute >= present.minute - interval '60 minutes'), 0)::int AS hour,
          min(send_counts.minute) FILTER (WHERE send_counts.minute >= present.minute - interval '60 minutes') AS hour_from,
          coalesce(sum(count), 0)::int AS day,
          min(send_counts.minute) AS day_from
        FROM present LEFT JOIN send_counts
          ON key = $1 AND count > 0 AND send_counts.minute >= present.minute - interval '24 hours'
          AND send_counts.minute <= present.minute
      ), room AS (
        SELECT greatest(0, least($2::int, $3::int - hour, $4::int - day)) AS granted FROM used
      ), counted AS (
        INSERT INTO send_counts AS kept (key, minute, count)
        SELECT $1, minute, granted FROM present, room WHERE granted > 0
        ON CONFLICT (key, minute) DO UPDATE SET count = kept.count + excluded.count
      )
      SELECT granted, minute AS "countedIn",
        CASE WHEN granted > 0 THEN 0 ELSE greatest(0, 1000 * extract(epoch FROM greatest(
          CASE WHEN hour >= $3::int THEN hour_from + interval '61 minutes' END,
          CASE WHEN day >= $4::int THEN day_from + interval '24 hours 1 minute' END) - clock_timestamp()))
        END::float8 AS "fullFor"
      FROM present, used, room`,
    values: [key, wanted, hourlyCap, dailyCap],
  });
  return rows[0] ?? { granted: 0, fullFor: 0, countedIn: null };
}
