import type { PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { type Party, type Share, shareOut } from "./share-out.ts";

/**
 * Says that a line is there and what it holds, and takes its part of the server's connections. One line at a time for each
 * server, so that no two are given the same connection.
 *
 * A line counts as gone when its process has let go of its presence and was not heard of for two seconds; without a presence
 * after 15 seconds, and with one after a minute of silence, since a machine that lost its power lets go of nothing. After
 * PostgreSQL has started, nobody holds a presence yet: then all have five seconds.
 */
export async function takeShare(given: {
  serverId: string;
  line: string;
  presence: string | null;
  maximum: number;
  wants: boolean;
  held: number;
}): Promise<Share> {
  const { serverId, line, presence, maximum, wants, held } = given;
  return inTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('server share ' || $1, 0))", [
      serverId,
    ]);
    await client.query(
      `INSERT INTO server_shares (server_id, line, presence, joined_at, seen_at, wants, granted)
       VALUES ($1, $2, $3, clock_timestamp(), clock_timestamp(), $4, $5)
       ON CONFLICT (server_id, line) DO UPDATE SET seen_at = excluded.seen_at, wants = excluded.wants,
         presence = excluded.presence`,
      [serverId, line, presence, wants, held],
    );
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
       seen_at < clock_timestamp() - CASE WHEN presence IS NULL THEN interval '15 seconds' ELSE interval '60 seconds' END
       OR (presence IS NOT NULL AND seen_at < clock_timestamp() - interval '2 seconds'
         AND pg_postmaster_start_time() < clock_timestamp() - interval '5 seconds'
         AND pg_try_advisory_xact_lock_shared(hashtextextended('presence ' || presence, 0))))`,
    [serverId, line],
  );
}
