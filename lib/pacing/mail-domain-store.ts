import { pool } from "#lib/platform/database.ts";

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

export async function upsertDomains(
  found: { domain: string; provider: string | null; days: number }[],
): Promise<void> {
  await pool().query(
    `INSERT INTO mail_domains (domain, provider, expires_at)
     SELECT domain, provider, now() + make_interval(days => days)
     FROM unnest($1::text[], $2::text[], $3::int[]) AS given (domain, provider, days)
     ON CONFLICT (domain) DO UPDATE SET provider = excluded.provider, expires_at = excluded.expires_at
     WHERE mail_domains.expires_at IS NOT NULL`,
    [found.map(({ domain }) => domain), found.map(({ provider }) => provider), found.map(({ days }) => days)],
  );
}

/** Tells a campaign's messages that are not on their way yet which provider hosts their domain. */
export async function markProviders(campaignId: string, domains: string[]): Promise<number> {
  const { rowCount } = await pool().query(
    `UPDATE messages SET provider = known.provider FROM mail_domains known
     WHERE campaign_id = $1 AND state IN ('queued', 'deferred') AND messages.provider IS NULL
       AND known.domain = lower(split_part(messages.email, '@', -1))
       AND known.domain = ANY($2::text[]) AND known.provider IS NOT NULL`,
    [campaignId, domains],
  );
  return rowCount ?? 0;
}
