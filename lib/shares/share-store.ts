import type { PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { type Party, type Share, shareOut } from "./share-out.ts";

/**
 * Says that a line is there and what it holds, and takes its part of the server's connections. One line at a time for each
 * server, so that no two are given the same connection.
 *
 * A line counts as gone when its process has let go of its presence and was not heard of for two seconds; otherwise after ten
 * seconds of silence, since a process that is frozen and a machine that lost its power let go of nothing. One that wakes up
 * after that knows by its own clock that it must ask before it uses a connection (keep-share.ts), and is told that it is gone.
 * After PostgreSQL has started, nobody holds a presence and nobody was heard of yet: then all have five seconds.
 *
 * @returns null when the line was a member and counts as gone
 */
export async function takeShare(given: {
  serverId: string;
  line: string;
  presence: string | null;
  maximum: number;
  wants: boolean;
  held: number;
  /** It has a place already. */
  isMember: boolean;
}): Promise<Share | null> {
  const { serverId, line, presence, maximum, wants, held, isMember } = given;
  return inTransaction(async (client) => {
    // A process that is frozen in here must not keep the others waiting: PostgreSQL ends its transaction.
    await client.query(
      `SELECT set_config('idle_in_transaction_session_timeout', '3000', true),
         pg_advisory_xact_lock(hashtextextended('server share ' || $1, 0))`,
      [serverId],
    );
    const known = await client.query(
      isMember
        ? `UPDATE server_shares SET seen_at = clock_timestamp(), presence = $3, wants = $4 WHERE server_id = $1 AND line = $2`
        : `INSERT INTO server_shares (server_id, line, presence, wants, granted, joined_at, seen_at)
           VALUES ($1, $2, $3, $4, 0, clock_timestamp(), clock_timestamp())
           ON CONFLICT (server_id, line) DO UPDATE SET seen_at = excluded.seen_at, presence = excluded.presence,
             wants = excluded.wants`,
      [serverId, line, presence, wants],
    );
    if (known.rowCount === 0) return null;
    await removeGone(client, serverId, line);
    const { rows: parties } = await client.query<Party>(
      "SELECT line, wants, granted FROM server_shares WHERE server_id = $1 ORDER BY joined_at, line",
      [serverId],
    );
    const share = shareOut(maximum, parties, line, held);
    await client.query("UPDATE server_shares SET granted = $3 WHERE server_id = $1 AND line = $2", [
      serverId,
      line,
      share.granted,
    ]);
    return share;
  });
}

/** The line is closed, with all its connections. */
export async function endShare(serverId: string, line: string): Promise<void> {
  await pool().query("DELETE FROM server_shares WHERE server_id = $1 AND line = $2", [serverId, line]);
}

async function removeGone(client: PoolClient, serverId: string, line: string): Promise<void> {
  await client.query(
    `DELETE FROM server_shares
     WHERE server_id = $1 AND line <> $2 AND (
       seen_at < clock_timestamp() - interval '10 seconds'
       OR (presence IS NOT NULL AND seen_at < clock_timestamp() - interval '2 seconds'
         AND pg_try_advisory_xact_lock_shared(hashtextextended('presence ' || presence, 0))))
       AND pg_postmaster_start_time() < clock_timestamp() - interval '5 seconds'`,
    [serverId, line],
  );
}
