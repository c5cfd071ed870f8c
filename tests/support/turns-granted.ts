import { pool } from "#lib/platform/database.ts";

/**
 * How many messages all workers together may have on the way to a provider through a server. 0: it is held, every worker has heard of
 * it (with its heartbeat, within a second), and what was on the way has come to an end.
 */
export async function turnsGranted(serverId: string, provider: string): Promise<number> {
  const { rows } = await pool().query<{ granted: number }>(
    "SELECT coalesce(sum(granted), 0)::int AS granted FROM provider_shares WHERE server_id = $1 AND provider = $2",
    [serverId, provider],
  );
  return rows[0]?.granted ?? 0;
}
