import { pool } from "#lib/platform/database.ts";
import type { DecidedDomain, DomainQuestion } from "./domain-question.ts";
import type { Connection } from "./suppression-store.ts";

/** SQL: a domain, given as SQL, as the end of an address in LIKE. */
export const endOfAddress = (domain: string) =>
  `'%@' || replace(replace(replace(${domain}, '\\', '\\\\'), '_', '\\_'), '%', '\\%')`;

/**
 * Those of the domains that at least so many contacts have which get mail.
 *
 * Plan expected: for each domain the trigram index on contacts.email, until that many are found.
 */
export async function findCrowdedDomains(
  workspaceId: string,
  domains: readonly string[],
  contacts: number,
  connection: Connection = pool(),
): Promise<string[]> {
  const { rows } = await connection.query<{ domain: string }>(
    `SELECT domain FROM unnest($2::text[]) AS given (domain)
     WHERE (SELECT count(*) FROM (
       SELECT FROM contacts WHERE workspace_id = $1 AND status = 'active' AND email LIKE ${endOfAddress("domain")}
       LIMIT $3) found) >= $3`,
    [workspaceId, domains, contacts],
  );
  return rows.map(({ domain }) => domain);
}

/**
 * Asks about domains for a campaign. A question that waits already is about this campaign too. What was decided is not asked
 * again for the campaigns it was about, nor for a day by others that are under way.
 */
export async function insertDomainQuestions(
  workspaceId: string,
  campaignId: string,
  asked: readonly { domain: string; evidence: string }[],
  connection: Connection = pool(),
): Promise<void> {
  await connection.query(
    `INSERT INTO domain_questions (id, workspace_id, domain, evidence, campaign_ids)
     SELECT gen_random_uuid(), $1::uuid, domain, evidence, ARRAY[$2::uuid]
     FROM unnest($3::text[], $4::text[]) AS given (domain, evidence)
     WHERE NOT EXISTS (
       SELECT FROM domain_questions known WHERE known.workspace_id = $1 AND known.domain = given.domain
         AND ($2 = ANY(known.campaign_ids) OR known.decided_at > now() - interval '1 day'))
     ORDER BY domain
     ON CONFLICT (workspace_id, domain) WHERE decided_at IS NULL
     DO UPDATE SET campaign_ids = domain_questions.campaign_ids || excluded.campaign_ids
     WHERE NOT domain_questions.campaign_ids @> excluded.campaign_ids`,
    [workspaceId, campaignId, asked.map(({ domain }) => domain), asked.map(({ evidence }) => evidence)],
  );
}

/**
 * Questions that wait, those about most contacts first; without any contact left there is nothing to decide.
 *
 * Plan expected: the workspace's few questions, for each the trigram index on contacts.email; a second for a million contacts.
 */
export async function findOpenDomains(
  workspaceId: string,
  campaignId: string | null,
): Promise<DomainQuestion[]> {
  const { rows } = await pool().query<DomainQuestion>(
    `SELECT question.id, question.domain, question.evidence, question.asked_at AS "askedAt", counted.contacts
     FROM domain_questions question
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS contacts FROM contacts
       WHERE workspace_id = $1 AND status = 'active' AND email LIKE ${endOfAddress("question.domain")}) counted
     WHERE question.workspace_id = $1 AND question.decided_at IS NULL AND counted.contacts > 0
       AND ($2::uuid IS NULL OR $2 = ANY(question.campaign_ids))
     ORDER BY counted.contacts DESC, question.domain`,
    [workspaceId, campaignId],
  );
  return rows;
}

/** Questions that were answered about a campaign, the newest first. */
export async function findDecidedDomains(workspaceId: string, campaignId: string): Promise<DecidedDomain[]> {
  const { rows } = await pool().query<DecidedDomain>(
    `SELECT question.id, question.domain, question.decision, question.contacts, question.decided_at AS at,
       person.name AS by
     FROM domain_questions question LEFT JOIN users person ON person.id = question.decided_by
     WHERE question.workspace_id = $1 AND question.decided_at IS NOT NULL AND $2 = ANY(question.campaign_ids)
     ORDER BY question.decided_at DESC`,
    [workspaceId, campaignId],
  );
  return rows;
}
