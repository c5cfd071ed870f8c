import { pool } from "#lib/platform/database.ts";
import type { Crowd } from "./crowded-groups.ts";

/** Writes down what everybody knows; what is there stays. */
export async function insertKnownDomains(domains: { domain: string; provider: string }[]): Promise<void> {
  await pool().query(
    `INSERT INTO mail_domains (domain, provider)
     SELECT * FROM unnest($1::text[], $2::text[]) AS given (domain, provider)
     ON CONFLICT (domain) DO NOTHING`,
    [domains.map(({ domain }) => domain), domains.map(({ provider }) => provider)],
  );
}

/** Whether any of the servers that a campaign may go through keeps to the providers' limits. */
export async function pacesProviders(campaignId: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `SELECT FROM campaigns campaign JOIN senders sender ON sender.id = campaign.sender_id
     JOIN sending_servers server ON server.id = sender.sending_server_id
       OR sender.shares_servers AND server.workspace_id = sender.workspace_id
     WHERE campaign.id = $1 AND server.pace_providers LIMIT 1`,
    [campaignId],
  );
  return rowCount === 1;
}

/** It was asked: nobody need ask again before others are to be sent to. */
export async function noteProvidersLearned(campaignId: string): Promise<void> {
  await pool().query("UPDATE campaigns SET providers_learned_at = now() WHERE id = $1", [campaignId]);
}

/**
 * Domains of a campaign's recipients that nobody has asked about, or too long ago; the most frequent first.
 *
 * Plan expected: one pass over the campaign's rows, hashed by domain; once after planning.
 */
export async function findUnknownDomains(campaignId: string, limit: number): Promise<string[]> {
  const { rows } = await pool().query<{ domain: string }>(
    `SELECT domain FROM (
       SELECT lower(split_part(email, '@', -1)) AS domain, count(*) AS recipients FROM messages
       WHERE campaign_id = $1 AND state IN ('queued', 'deferred') GROUP BY 1
     ) met
     WHERE NOT EXISTS (SELECT FROM mail_domains known
       WHERE known.domain = met.domain AND (known.expires_at IS NULL OR known.expires_at > now()))
     ORDER BY recipients DESC, domain LIMIT $2`,
    [campaignId, limit],
  );
  return rows.map(({ domain }) => domain);
}

export type FoundDomain = {
  domain: string;
  provider: string | null;
  /** Where no rule knows its mail exchanger. */
  mxGroup: string | null;
  days: number;
};

/** What is common knowledge stays. A group that is asked about anew has to be crowded anew to have a pace. */
export async function upsertDomains(found: FoundDomain[]): Promise<void> {
  await pool().query(
    `INSERT INTO mail_domains (domain, provider, mx_group, expires_at)
     SELECT domain, provider, mx_group, now() + make_interval(days => days)
     FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS given (domain, provider, mx_group, days)
     ORDER BY domain ON CONFLICT (domain) DO UPDATE SET provider = excluded.provider, mx_group = excluded.mx_group,
       expires_at = excluded.expires_at
     WHERE mail_domains.expires_at IS NOT NULL`,
    [
      found.map(({ domain }) => domain),
      found.map(({ provider }) => provider),
      found.map(({ mxGroup }) => mxGroup),
      found.map(({ days }) => days),
    ],
  );
}

/**
 * Where a campaign's recipients are: with which provider, or in which group of a mail exchanger.
 *
 * Plan expected: as {@link findUnknownDomains}, and each domain met by its key.
 */
export async function findCrowds(campaignId: string): Promise<Crowd[]> {
  const { rows } = await pool().query<Crowd>(
    `SELECT coalesce(known.provider, known.mx_group) AS provider, known.provider IS NOT NULL AS "isMarked",
       sum(met.recipients)::int AS recipients, sum(met.untold)::int AS untold
     FROM (
       SELECT lower(split_part(email, '@', -1)) AS domain, count(*) AS recipients,
         count(*) FILTER (WHERE provider IS NULL) AS untold FROM messages
       WHERE campaign_id = $1 AND state IN ('queued', 'deferred') GROUP BY 1
     ) met JOIN mail_domains known ON known.domain = met.domain
     WHERE coalesce(known.provider, known.mx_group) IS NOT NULL
     GROUP BY 1, 2`,
    [campaignId],
  );
  return rows;
}

/** From here on messages to these groups are told so as they are planned, and keep to its pace. */
export async function markGroups(groups: readonly string[]): Promise<void> {
  await pool().query(
    "UPDATE mail_domains SET provider = mx_group WHERE mx_group = ANY($1::text[]) AND provider IS NULL",
    [groups],
  );
}

/**
 * Tells a campaign's messages which provider hosts their domain, those of so many batches from a number on. What a worker has in
 * its hands stays as it is, and who claims meanwhile waits for nobody: a row that is written here is passed over and found by the
 * next sweep.
 *
 * Plan expected: a range of the partial index on queued (campaign_id, batch, id) and of the one on deferred, each row's domain by
 * its key.
 *
 * @returns the number to go on from; null when that was all
 */
export async function markProviders(
  campaignId: string,
  from: number,
  batches: number,
): Promise<number | null> {
  const { rows } = await pool().query<{ next: number | null }>(
    `WITH start AS (
       SELECT least(
         (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'queued' AND batch >= $2),
         (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'deferred' AND batch >= $2)) AS batch
     ), waiting AS (
       SELECT id, email FROM messages, start
       WHERE campaign_id = $1 AND state = 'queued' AND messages.batch >= start.batch
         AND messages.batch < start.batch + $3 AND provider IS NULL
       UNION ALL
       SELECT id, email FROM messages, start
       WHERE campaign_id = $1 AND state = 'deferred' AND messages.batch >= start.batch
         AND messages.batch < start.batch + $3 AND provider IS NULL
     ), hosted AS (
       SELECT waiting.id, known.provider FROM waiting
       JOIN mail_domains known ON known.domain = lower(split_part(waiting.email, '@', -1))
       WHERE known.provider IS NOT NULL
     ), held AS (
       SELECT message.id, hosted.provider FROM messages message JOIN hosted ON hosted.id = message.id
       WHERE message.state IN ('queued', 'deferred') ORDER BY message.id FOR NO KEY UPDATE OF message SKIP LOCKED
     ), marked AS (
       UPDATE messages message SET provider = held.provider FROM held WHERE message.id = held.id
     )
     SELECT batch + $3 AS next FROM start`,
    [campaignId, from, batches],
  );
  return rows[0]?.next ?? null;
}
