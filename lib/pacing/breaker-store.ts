import { pool } from "#lib/platform/database.ts";

/** What is known of a server that fails as a whole. */
export type BreakerState = {
  /** Faults in a row, those that came together counted once. */
  episodes: number;
  /** Milliseconds until it may be tried again; not above 0 if now. */
  openFor: number;
  /** A key of `campaigns.pauseReason`. */
  reason: string;
};

/** Null for a server of which nothing bad is known. */
export async function readBreaker(serverId: string): Promise<BreakerState | null> {
  const { rows } = await pool().query<BreakerState>(
    `SELECT episodes, (extract(epoch FROM open_until - clock_timestamp()) * 1000)::float8 AS "openFor", reason
     FROM server_breakers WHERE server_id = $1`,
    [serverId],
  );
  return rows[0] ?? null;
}

/** Tells the other processes; null: it takes mail again. */
export async function writeBreaker(serverId: string, state: BreakerState | null): Promise<void> {
  if (state === null) {
    await pool().query("DELETE FROM server_breakers WHERE server_id = $1", [serverId]);
    return;
  }
  await pool().query(
    `INSERT INTO server_breakers (server_id, episodes, open_until, reason)
     VALUES ($1, $2, clock_timestamp() + make_interval(secs => $3), $4)
     ON CONFLICT (server_id) DO UPDATE SET episodes = excluded.episodes, reason = excluded.reason,
       open_until = greatest(server_breakers.open_until, excluded.open_until)`,
    [serverId, state.episodes, state.openFor / 1_000, state.reason],
  );
}
