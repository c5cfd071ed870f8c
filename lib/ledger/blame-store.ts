import type { PoolClient } from "pg";
import { askAboutDomains } from "#lib/addresses/ask-about-domains.ts";
import { domainOf } from "#lib/addresses/domain-question.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { type ContactEffect, replyCategories } from "#lib/replies/reply-category.ts";
import { type FinalResult, isGivenUp } from "#lib/replies/soft-bounces.ts";

/** A message whose last word was a fault of its recipient or of their domain. */
export type Blamed = {
  messageId: bigint;
  contactId: bigint;
  email: string;
  effect: Exclude<ContactEffect, "none">;
  category: string | null;
  /** The server's words. */
  evidence: string;
};

/** Remembers whom a bounce is to be blamed on, with the bounce itself; `settleBlamed` does the rest. */
export async function noteBlamed(
  client: PoolClient,
  campaign: { id: string; workspaceId: string },
  { messageId, contactId, email, effect, category, evidence }: Blamed,
): Promise<void> {
  await client.query(
    `INSERT INTO blamed_messages (workspace_id, campaign_id, message_id, contact_id, email, effect, category, evidence)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [campaign.workspaceId, campaign.id, messageId, contactId, email, effect, category, evidence],
  );
}

const blamedAtOnce = 500;

/**
 * Suppresses or spares the contacts of the oldest bounces behind `after` that nobody else is at, and forgets these, in one
 * transaction. A contact whose row somebody holds (an import) is left for later: to wait for it while holding others could be a
 * deadlock, and PostgreSQL might end the import. Whoever is left keeps nobody behind them waiting.
 *
 * @returns where the next ones begin, or null when there are none
 */
export async function suppressNextBlamed(after: bigint): Promise<bigint | null> {
  return await inTransaction(async (client) => {
    const { rows } = await client.query<Blamed & { id: bigint; workspaceId: string; campaignId: string }>(
      `SELECT id, workspace_id AS "workspaceId", campaign_id AS "campaignId", message_id AS "messageId",
         contact_id AS "contactId", email, effect, category, evidence
       FROM blamed_messages WHERE id > $2::bigint ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [blamedAtOnce, after],
    );
    const held = await findHeldContacts(
      client,
      rows.map(({ contactId }) => contactId),
    );
    const free = rows.filter(({ contactId }) => !held.has(contactId));
    for (const [id, group] of Map.groupBy(free, ({ campaignId }) => campaignId)) {
      const workspaceId = group[0]?.workspaceId;
      if (workspaceId) await suppressBlamed(client, { id, workspaceId }, group);
    }
    await client.query("DELETE FROM blamed_messages WHERE id = ANY($1::bigint[])", [
      free.map(({ id }) => id),
    ]);
    return rows.length === blamedAtOnce ? (rows.at(-1)?.id ?? null) : null;
  });
}

/** Takes the rows of those contacts that nobody holds. @returns the others; one that is deleted is held by nobody */
async function findHeldContacts(client: PoolClient, contactIds: bigint[]): Promise<Set<bigint>> {
  if (contactIds.length === 0) return new Set();
  const idsOf = async (sql: string) => {
    const { rows } = await client.query<{ id: bigint }>(sql, [contactIds]);
    return rows.map(({ id }) => id);
  };
  const sql = "SELECT id FROM contacts WHERE id = ANY($1::bigint[])";
  const taken = new Set(await idsOf(`${sql} ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`));
  return new Set((await idsOf(sql)).filter((id) => !taken.has(id)));
}

/**
 * Suppresses who is proven not to be reachable:
 * - at once where the mailbox is not there, unless its owner read mail in the last 30 days: then the second such bounce
 *   within 7 days does;
 * - at once where the domain is not there, unless so many contacts have it that a person is asked;
 * - a disabled mailbox the second time within 14 days;
 * - what fails softly, after many campaigns ({@link isGivenUp}).
 */
async function suppressBlamed(
  client: PoolClient,
  campaign: { id: string; workspaceId: string },
  blamed: readonly Blamed[],
): Promise<void> {
  if (blamed.length === 0) return;
  const facts = await readFacts(client, blamed);
  const failed = blamed.filter(
    ({ category, effect }) => category === "invalid_domain" && effect === "suppress",
  );
  const asked = await askAboutDomains(
    campaign.workspaceId,
    campaign.id,
    failed.map(({ email, evidence }) => ({ domain: domainOf(email), evidence })),
    client,
  );
  const sure = blamed.filter((each) => {
    const known = facts.get(each.contactId);
    if (each.effect === "repeated") return known?.wasDisabled ?? false;
    if (each.effect === "soft") return known ? isGivenUp(known.results, known) : false;
    if (each.category === "invalid_domain") return !asked.has(domainOf(each.email));
    return !known?.isReader || known.wasMissing;
  });
  await suppressContacts(
    campaign.workspaceId,
    sure.map(({ email, evidence }) => ({
      email,
      reason: "bounced" as const,
      evidence,
      source: `campaign:${campaign.id}`,
    })),
    client,
  );
}

type Facts = {
  now: Date;
  lastEngagedAt: Date | null;
  /** When a person, or a suppression, last changed the contact's status. */
  since: Date | null;
  isReader: boolean;
  wasMissing: boolean;
  wasDisabled: boolean;
  results: FinalResult[];
};

const softCategories = Object.entries(replyCategories)
  .filter(([, { effect }]) => effect !== "none")
  .map(([category]) => category);

/**
 * What is known of each contact beside the message just judged.
 *
 * Plan expected: contacts by their key, and for each the newest 60 of its messages by the index on (contact_id, id).
 */
async function readFacts(client: PoolClient, blamed: readonly Blamed[]): Promise<Map<bigint, Facts>> {
  const { rows } = await client.query<
    Facts & { contactId: bigint; results: { at: string; result: string }[] }
  >(
    `SELECT contact.id AS "contactId", now() AS now, contact.last_engaged_at AS "lastEngagedAt", contact.status_changed_at AS since,
       coalesce(contact.last_engaged_at > now() - interval '30 days', false) AS "isReader",
       coalesce(bool_or(past.id <> blamed.message_id AND past.state = 'bounced' AND past.category = 'invalid_recipient'
         AND past.finished_at > now() - interval '7 days'), false) AS "wasMissing",
       coalesce(bool_or(past.id <> blamed.message_id AND past.state = 'bounced' AND past.category = 'inactive_mailbox'
         AND past.finished_at > now() - interval '14 days'), false) AS "wasDisabled",
       coalesce(json_agg(json_build_object('at', past.finished_at,
           'result', CASE WHEN past.state = 'accepted' THEN 'arrived' ELSE 'soft' END) ORDER BY past.finished_at)
         FILTER (WHERE past.state = 'accepted' OR past.category = ANY($3::text[])), '[]') AS results
     FROM unnest($1::bigint[], $2::bigint[]) AS blamed (contact_id, message_id)
     JOIN contacts contact ON contact.id = blamed.contact_id
     CROSS JOIN LATERAL (
       SELECT id, state, category, finished_at FROM messages
       WHERE contact_id = blamed.contact_id AND state IN ('accepted', 'bounced', 'expired')
       ORDER BY id DESC LIMIT 60) past
     GROUP BY contact.id`,
    [blamed.map(({ contactId }) => contactId), blamed.map(({ messageId }) => messageId), softCategories],
  );
  return new Map(
    rows.map(({ contactId, ...facts }) => [
      contactId,
      { ...facts, results: facts.results.map(({ at, result }) => ({ at: new Date(at), result })) },
    ]),
  );
}
