import type { PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";

/**
 * A moment may be used until the end of the minute after the one that it counts in (send-slots.ts), so what was said in any 60
 * minutes was counted in those, the minute before, and the two that are only partly within: 62. So no 60 minutes and no 24 hours
 * ever hold more than the cap, wherever they begin.
 */
const reach = { hour: "62 minutes", day: "24 hours 2 minutes" } as const;

/** A minute that has not come yet, of a clock that was ahead, counts when it is there. */
const within = (length: string, minute: string) =>
  `counts.minute > ${minute} - interval '${length}' AND counts.minute <= ${minute}`;

type Caps = { hourlyCap: number | null; dailyCap: number | null };

export type CountedSlots = {
  /** As many as were asked for, or fewer where a cap leaves no more. */
  granted: number;
  /** Milliseconds until the caps leave room again; 0 with a slot granted. */
  fullFor: number;
  /** The minute in which the first of them lies and under which they count; null where nothing is counted. */
  countedIn: Date | null;
};

/**
 * Counts up to `wanted` moments that are about to be reserved, under the minute in which the first of them lies. Nobody else may be
 * at it under the same key.
 *
 * @param ahead how many seconds ahead moments may be reserved; null without a rate, where they are there at once
 */
export async function countWithinCaps(
  client: PoolClient,
  key: string,
  wanted: number,
  { hourlyCap, dailyCap }: Caps,
  ahead: number | null,
): Promise<CountedSlots> {
  const { rows } = await client.query<CountedSlots>({
    name: "count-within-caps",
    text: `
      WITH first AS (
        SELECT date_trunc('minute', greatest(clock_timestamp(), (
          SELECT next_free_at FROM send_paces
          WHERE key = $1 AND next_free_at <= clock_timestamp() + make_interval(secs => $5)))) AS minute
      ), used AS (
        SELECT
          coalesce(sum(count) FILTER (WHERE ${within(reach.hour, "first.minute")}), 0)::int AS hour,
          min(counts.minute) FILTER (WHERE ${within(reach.hour, "first.minute")}) AS hour_from,
          coalesce(sum(count), 0)::int AS day,
          min(counts.minute) AS day_from
        FROM first LEFT JOIN send_counts counts
          ON key = $1 AND count > 0 AND ${within(reach.day, "first.minute")}
      ), room AS (
        SELECT greatest(0, least($2::int, $3::int - hour, $4::int - day)) AS granted FROM used
      ), counted AS (
        INSERT INTO send_counts AS kept (key, minute, count)
        SELECT $1, minute, granted FROM first, room WHERE granted > 0
        ON CONFLICT (key, minute) DO UPDATE SET count = kept.count + excluded.count
      )
      SELECT granted, minute AS "countedIn",
        CASE WHEN granted > 0 THEN 0 ELSE greatest(0, 1000 * extract(epoch FROM greatest(
          CASE WHEN hour >= $3::int THEN hour_from + interval '${reach.hour}' END,
          CASE WHEN day >= $4::int THEN day_from + interval '${reach.day}' END) - clock_timestamp()))
        END::float8 AS "fullFor"
      FROM first, used, room`,
    values: [key, wanted, hourlyCap, dailyCap, ahead],
  });
  return rows[0] ?? { granted: 0, fullFor: 0, countedIn: null };
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

/** When a cap that is used up leaves room again; null while there is room. */
export async function findCapUntil(
  key: string,
  hourlyCap: number | null,
  dailyCap: number | null,
): Promise<Date | null> {
  if (hourlyCap === null && dailyCap === null) return null;
  const present = "date_trunc('minute', now())";
  const { rows } = await pool().query<{ until: Date | null }>(
    `WITH hour AS (
       SELECT coalesce(sum(count), 0) AS used, min(minute) AS since FROM send_counts counts
       WHERE key = $1 AND count > 0 AND ${within(reach.hour, present)}
     ), day AS (
       SELECT coalesce(sum(count), 0) AS used, min(minute) AS since FROM send_counts counts
       WHERE key = $1 AND count > 0 AND ${within(reach.day, present)}
     )
     SELECT greatest(
       CASE WHEN hour.used >= $2::int THEN hour.since + interval '${reach.hour}' END,
       CASE WHEN day.used >= $3::int THEN day.since + interval '${reach.day}' END) AS until
     FROM hour, day`,
    [key, hourlyCap, dailyCap],
  );
  return rows[0]?.until ?? null;
}

/** What is older than a day counts under no cap. */
export async function deleteOldCounts(): Promise<void> {
  await pool().query("DELETE FROM send_counts WHERE minute < now() - interval '25 hours'");
}
