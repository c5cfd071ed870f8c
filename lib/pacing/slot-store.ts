import type { Pool, PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { type CountedSlots, countWithinCaps } from "./count-store.ts";
import type { SendLimits } from "./send-limits.ts";

type Connection = Pick<Pool | PoolClient, "query">;

export type ReservedSlots = CountedSlots & {
  /** Milliseconds from the moment of the answer to the first slot, and from slot to slot. */
  startsIn: number;
  spacing: number;
};

/**
 * How far ahead moments may be reserved: every worker has a quarter of a second's worth or one moment at a time, and there are
 * not more than some hundreds of them. In seconds. What lies further ahead was written while the database's clock was ahead.
 */
function furthestAhead(perSecond: number): number {
  return Math.max(60, 500 / perSecond);
}

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
    const ahead = perSecond === null ? null : furthestAhead(perSecond);
    const counted = await countWithinCaps(client, key, wanted, { hourlyCap, dailyCap }, ahead);
    const { granted, countedIn } = counted;
    if (granted === 0) return { ...counted, startsIn: 0, spacing: 0 };
    return { granted, ...(await nextMoments(client, key, granted, perSecond)), fullFor: 0, countedIn };
  });
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
    values: [key, (count * spacing) / 1_000, furthestAhead(perSecond)],
  });
  return { startsIn: Math.max(0, rows[0]?.startsIn ?? 0), spacing };
}
