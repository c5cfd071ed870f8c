import { longMilliseconds, type ServerTrouble, type TroubleKind } from "#lib/pacing/server-trouble.ts";
import { pool } from "#lib/platform/database.ts";

/** What is known of a server that fails, as a whole or for one campaign. */
export type KnownTrouble = ServerTrouble & {
  /** A key of `campaigns.pauseReason`. */
  reason: string;
  since: Date;
  /** The server's words, or the system's. */
  said: string | null;
  /** Some worker tries it at this moment. */
  isProbed: boolean;
};

/** A worker's line that tries a server says so with each heartbeat; one that stays silent so long does not try any more. */
const probeSeconds = 15;

/** Nobody has tried it for so long after it was due: nobody has anything for it, and what was known is old. */
const fresh = "open_until > clock_timestamp() - interval '15 minutes'";

/** What fails: a server as a whole, or one campaign at it, which it refuses. By the server's own id, or the campaign's. */
function tableOf(serverId: string, about: string): { name: string; column: string } {
  return about === serverId
    ? { name: "server_breakers", column: "server_id" }
    : { name: "campaign_breakers", column: "campaign_id" };
}

const columns = "kind, times, open_until, reason, said, settings, since, probed_until";
const allTroubles = `(
  SELECT server_id, server_id AS about, ${columns} FROM server_breakers
  UNION ALL SELECT server_id, campaign_id, ${columns} FROM campaign_breakers)`;

/**
 * What is wrong with a server, by whom it is about: the server's own id for all of it, a campaign's for that campaign's mail.
 * Nothing of what was known under settings that were changed since.
 *
 * @param settings the version of its settings
 */
export async function readTroubles(serverId: string, settings: string): Promise<Map<string, KnownTrouble>> {
  const { rows } = await pool().query<KnownTrouble & { about: string }>(
    `SELECT about, kind, times, (extract(epoch FROM open_until - clock_timestamp()) * 1000)::float8 AS "openFor", reason, since,
       said, coalesce(probed_until > clock_timestamp(), false) AS "isProbed"
     FROM ${allTroubles} known WHERE server_id = $1 AND settings = $2 AND ${fresh}`,
    [serverId, settings],
  );
  return new Map(rows.map(({ about, ...trouble }) => [about, trouble]));
}

/**
 * Tells the others of a fault, and ends the try that met with it. The trouble began with its first fault, unless nothing is
 * known of it any more.
 *
 * @param about the server itself, or the one campaign that it refuses
 * @returns since when
 */
export async function writeTrouble(
  serverId: string,
  settings: string,
  trouble: ServerTrouble & { reason: string; said: string },
  about = serverId,
): Promise<Date> {
  const { kind, times, openFor, reason, said } = trouble;
  const isWhole = about === serverId;
  const { rows } = await pool().query<{ since: Date }>(
    `INSERT INTO ${isWhole ? "server_breakers" : "campaign_breakers"} AS known
       (server_id, settings, kind, times, open_until, reason, said, since${isWhole ? "" : ", campaign_id"})
     VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5), $6, $7, clock_timestamp()${isWhole ? "" : ", $8"})
     ON CONFLICT (server_id${isWhole ? "" : ", campaign_id"}) DO UPDATE SET
       settings = excluded.settings, kind = excluded.kind, times = excluded.times, reason = excluded.reason, said = excluded.said,
       since = CASE WHEN known.settings = excluded.settings AND known.${fresh} THEN known.since ELSE excluded.since END,
       open_until = CASE WHEN known.settings = excluded.settings THEN greatest(known.open_until, excluded.open_until)
         ELSE excluded.open_until END,
       probed_by = NULL, probed_until = NULL
     RETURNING since`,
    [
      serverId,
      settings,
      kind,
      times,
      openFor / 1_000,
      reason,
      said.slice(0, 1_000),
      ...(isWhole ? [] : [about]),
    ],
  );
  return rows[0]?.since ?? new Date();
}

/** It takes mail again, with these settings. */
export async function forgetTrouble(serverId: string, settings: string, about = serverId): Promise<void> {
  const { name, column } = tableOf(serverId, about);
  await pool().query(`DELETE FROM ${name} WHERE server_id = $1 AND settings = $2 AND ${column} = $3`, [
    serverId,
    settings,
    about,
  ]);
}

/** Forgets which campaigns servers refused when nobody has tried for long: most of these are over. */
export async function forgetOldRefusals(): Promise<void> {
  await pool().query(`DELETE FROM campaign_breakers WHERE NOT ${fresh}`);
}

/**
 * Asks to be the one that tries the server, or that tries it for a campaign: of all lines of all workers there is one at a time.
 * The moment may be a little early, as the clocks of two machines never agree.
 *
 * @param line the asking line's name
 * @returns `works` when nothing bad is known of it any more
 */
export async function takeProbe(
  serverId: string,
  settings: string,
  line: string,
  about = serverId,
): Promise<"taken" | "not_now" | "works"> {
  const { name, column } = tableOf(serverId, about);
  const { rows } = await pool().query<{ answer: "taken" | "not_now" | "works" }>(
    `WITH taken AS (
       UPDATE ${name} SET probed_by = $3, probed_until = clock_timestamp() + make_interval(secs => $4)
       WHERE server_id = $1 AND settings = $2 AND ${column} = $5
         AND open_until <= clock_timestamp() + interval '100 milliseconds'
         AND coalesce(probed_until <= clock_timestamp(), true)
       RETURNING 1
     )
     SELECT CASE WHEN EXISTS (SELECT FROM taken) THEN 'taken'
       WHEN EXISTS (SELECT FROM ${name} WHERE server_id = $1 AND settings = $2 AND ${column} = $5) THEN 'not_now'
       ELSE 'works' END AS answer`,
    [serverId, settings, line, probeSeconds, about],
  );
  return rows[0]?.answer ?? "not_now";
}

/** The line still tries: a server that hangs answers after minutes. */
export async function keepProbe(serverId: string, line: string, about = serverId): Promise<void> {
  const { name, column } = tableOf(serverId, about);
  await pool().query(
    `UPDATE ${name} SET probed_until = clock_timestamp() + make_interval(secs => $3)
     WHERE server_id = $1 AND probed_by = $2 AND ${column} = $4`,
    [serverId, line, probeSeconds, about],
  );
}

/** The line's try came to nothing, neither good nor bad: the next one may begin. */
export async function endProbe(serverId: string, line: string, about = serverId): Promise<void> {
  const { name, column } = tableOf(serverId, about);
  await pool().query(
    `UPDATE ${name} SET probed_by = NULL, probed_until = NULL WHERE server_id = $1 AND probed_by = $2 AND ${column} = $3`,
    [serverId, line, about],
  );
}

/**
 * Ends the pauses before the next tries of a server. A try that is under way goes on, and is as good. One fault fewer is known
 * from then on: if this try, which came before its time, fails as well, the pause after it is as long as the one that it ended.
 *
 * @returns false when nothing bad is known of the server under these settings
 */
export async function makeProbeDue(serverId: string, settings: string): Promise<boolean> {
  // Down to the column's millisecond: rounded up, the moment would be still to come for who presses within the same one.
  const makeDue = (table: string) =>
    `UPDATE ${table} SET open_until = least(open_until, date_trunc('milliseconds', clock_timestamp())),
       times = CASE WHEN open_until > clock_timestamp() THEN greatest(times - 1, 0) ELSE times END
     WHERE server_id = $1 AND settings = $2 AND ${fresh} RETURNING 1`;
  const { rowCount } = await pool().query(
    `WITH whole AS (${makeDue("server_breakers")}), refused AS (${makeDue("campaign_breakers")})
     SELECT FROM whole UNION ALL SELECT FROM refused`,
    [serverId, settings],
  );
  return (rowCount ?? 0) > 0;
}

export type LongTrouble = {
  serverId: string;
  name: string;
  kind: TroubleKind;
  reason: string;
  since: Date;
  /** See lib/servers/reached-address.ts. */
  hasAnswered: boolean;
};

/**
 * A server that nothing has ever got through to is set up wrongly rather than away, so waiting for it is in vain: told at once
 * where a campaign has no other way. One among several that work is passed over meanwhile, and may take its hour.
 */
const stopsFromTheStart = `known.about = server.id AND known.kind = 'away' AND EXISTS (
  SELECT FROM senders sender JOIN campaigns campaign ON campaign.sender_id = sender.id
  WHERE sender.sending_server_id = server.id AND campaign.state IN ('planning', 'sending')
    AND NOT (sender.shares_servers AND EXISTS (
      SELECT FROM sending_servers other
      WHERE other.workspace_id = server.workspace_id AND other.id <> server.id AND other.kind = 'smtp'
        AND other.archived_at IS NULL
        AND (other.from_domains = '{}' OR lower(split_part(sender.email, '@', -1)) = ANY(other.from_domains))
        AND NOT EXISTS (SELECT FROM server_breakers failing WHERE failing.server_id = other.id AND failing.${fresh}))))`;

/**
 * Servers of a workspace that something waits for and that somebody should look after: those that have failed for long, and those
 * that stop a campaign and were never reached.
 */
export async function findLongTroubles(workspaceId: string): Promise<LongTrouble[]> {
  const { rows } = await pool().query<LongTrouble>(
    `SELECT "serverId", name, kind, reason, since, "hasAnswered" FROM (
     SELECT DISTINCT ON (server.id) server.id AS "serverId", server.name, known.kind, known.reason, known.since,
       answered.ever AS "hasAnswered"
     FROM sending_servers server JOIN ${allTroubles} known ON known.server_id = server.id,
       LATERAL (SELECT coalesce(server.kind = 'sandbox' OR server.reached_address = server.host || ':' || server.port
         OR server.last_test ->> 'ok' = 'true', false) AS ever) answered
     WHERE server.workspace_id = $1 AND known.${fresh}
       AND (known.since < clock_timestamp() - make_interval(secs => $2) OR NOT answered.ever AND ${stopsFromTheStart})
       AND known.settings = server.id || ' ' || to_char(server.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
     -- What is wrong with all of it says more than that it refuses a campaign.
     ORDER BY server.id, known.about <> server.id, known.since
     ) troubles ORDER BY since`,
    [workspaceId, longMilliseconds / 1_000],
  );
  return rows;
}
