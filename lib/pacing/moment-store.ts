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
        next_free_at = greatest(pace.next_free_at, clock_timestamp()) + make_interval(secs => $2)
        WHERE pace.next_free_at <= clock_timestamp() + make_interval(secs => $3)
      RETURNING (extract(epoch FROM next_free_at - clock_timestamp()) - $2::float8)::float8 * 1000 AS "startsIn"`,
    values: [key, spacing / 1_000, within / 1_000],
  });
  return rows[0] ? Math.max(0, rows[0].startsIn) : null;
}

/** The next moment under a key that nobody has taken yet; null while none was. */
export async function findNextMoment(key: string): Promise<Date | null> {
  const { rows } = await pool().query<{ nextFreeAt: Date }>(
    'SELECT next_free_at AS "nextFreeAt" FROM send_paces WHERE key = $1',
    [key],
  );
  return rows[0]?.nextFreeAt ?? null;
}
