import { pool } from "#lib/platform/database.ts";

/**
 * Takes the next moment under a key if it is near, for what is sent so seldom that nothing may be claimed before: whoever
 * waited for a moment of tomorrow would hold its message until then. One update of one row by its key, and of two who ask at
 * once one gets it.
 *
 * @param spacing milliseconds from one moment to the next
 * @returns milliseconds until the moment, or null when it is further than `within` milliseconds ahead
 */
export async function takeNearMoment(key: string, spacing: number, within: number): Promise<number | null> {
  const { rows } = await pool().query<{ startsIn: number }>({
    name: "take-near-moment",
    text: `
      INSERT INTO send_paces AS pace (key, next_free_at)
      VALUES ($1, clock_timestamp() + make_interval(secs => $2))
      ON CONFLICT (key) DO UPDATE SET
        next_free_at = make_interval(secs => $2) + CASE
          WHEN pace.next_free_at > clock_timestamp() + make_interval(secs => $4) THEN clock_timestamp()
          ELSE greatest(pace.next_free_at, clock_timestamp()) END
        WHERE pace.next_free_at NOT BETWEEN clock_timestamp() + make_interval(secs => $3) AND clock_timestamp() + make_interval(secs => $4)
      RETURNING (extract(epoch FROM next_free_at - clock_timestamp()) - $2::float8)::float8 * 1000 AS "startsIn"`,
    values: [key, spacing / 1_000, within / 1_000, furthestAhead(spacing) / 1_000],
  });
  return rows[0] ? Math.max(0, rows[0].startsIn) : null;
}

/**
 * Milliseconds until the next moment under a key that nobody has taken yet; 0 or less when it is there, null while none was
 * taken.
 *
 * @param spacing milliseconds from one moment to the next
 */
export async function findNextMoment(key: string, spacing: number): Promise<number | null> {
  const { rows } = await pool().query<{ startsIn: number }>(
    `SELECT (extract(epoch FROM next_free_at - clock_timestamp()) * 1000)::float8 AS "startsIn" FROM send_paces WHERE key = $1`,
    [key],
  );
  const startsIn = rows[0]?.startsIn;
  if (startsIn === undefined) return null;
  return startsIn > furthestAhead(spacing) ? 0 : startsIn;
}

/** A moment is taken a few seconds before it comes, and leaves the next one `spacing` behind it. */
const takenAhead = 60_000;

function furthestAhead(spacing: number): number {
  return spacing + takenAhead;
}
