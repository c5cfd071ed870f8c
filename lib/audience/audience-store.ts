import type { ClientBase, QueryResultRow } from "pg";
import { pool } from "#lib/platform/database.ts";
import type { AudienceGroup, AudienceLine, AudienceReason, AudienceSelection } from "./audience.ts";

/** SQL with its parameters, to be embedded in another statement. */
export type SqlPart = { text: string; values: unknown[] };

/** Contacts by id: those after the first, up to and with the second. */
export type ContactRange = { after: bigint; upTo: bigint };

export type AudiencePerson = {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  /** On how many of the included lists. */
  entries: number;
  reason: AudienceReason | null;
};

/**
 * Everyone on the included lists with the one reason for which they get nothing (null: they get the campaign). The sum on the
 * screen, the people behind each number and the planned recipients all come from this text, so they cannot disagree.
 *
 * Columns: contact_id, email, entries, reason. Uses four parameters, numbered from `firstParameter`, and two more with a range.
 *
 * Plan expected: one pass over the subscriptions (sequential, or by the primary key, which starts with list_id, when the lists
 * are a small part), grouped by hash; hashed once each: excluded list members and the workspace's suppressions; no nested loop
 * over contacts. Measured on two busy cores: 0.6 s for 200,000 contacts with 220,000 subscriptions, 0.2 s for a list of 10,000
 * among them (once each).
 */
function classifiedPeople(
  selection: AudienceSelection,
  firstParameter = 1,
  range: ContactRange | null = null,
): SqlPart {
  const workspaceId = `$${firstParameter}::uuid`;
  const included = `$${firstParameter + 1}::uuid[]`;
  const excluded = `$${firstParameter + 2}::uuid[]`;
  const asOf = `$${firstParameter + 3}::timestamptz`;
  const within = (column: string) =>
    range === null
      ? ""
      : `AND ${column} > $${firstParameter + 4}::bigint AND ${column} <= $${firstParameter + 5}::bigint`;
  return {
    text: `
      SELECT contact.id AS contact_id, contact.email, entry.entries, contact.first_name, contact.last_name,
        CASE
          WHEN exclusion.contact_id IS NOT NULL THEN 'excluded'
          WHEN contact.status = 'unsubscribed' OR NOT entry.is_subscribed THEN 'unsubscribed'
          WHEN contact.status = 'bounced' THEN 'bounced'
          WHEN contact.status = 'complained' THEN 'complained'
          WHEN suppression.email IS NOT NULL THEN 'suppressed'
          WHEN NOT contact.is_mailable THEN 'invalid'
        END AS reason
      FROM (
        SELECT subscription.contact_id, count(*)::int AS entries,
          bool_or(subscription.status = 'subscribed') AS is_subscribed
        FROM subscriptions subscription
        JOIN lists list ON list.id = subscription.list_id
        WHERE list.id = ANY(${included}) AND list.workspace_id = ${workspaceId}
          AND (list.archived_at IS NULL OR list.archived_at > ${asOf})
          AND subscription.list_id = ANY(${included}) ${within("subscription.contact_id")}
        GROUP BY subscription.contact_id
      ) entry
      JOIN contacts contact ON contact.id = entry.contact_id AND contact.workspace_id = ${workspaceId}
        ${within("contact.id")}
      LEFT JOIN (
        SELECT DISTINCT subscription.contact_id
        FROM subscriptions subscription
        JOIN lists list ON list.id = subscription.list_id
        WHERE list.id = ANY(${excluded}) AND list.workspace_id = ${workspaceId}
          AND subscription.list_id = ANY(${excluded}) ${within("subscription.contact_id")}
      ) exclusion ON exclusion.contact_id = contact.id
      LEFT JOIN suppressions suppression
        ON suppression.workspace_id = ${workspaceId} AND suppression.email = contact.email`,
    values: [
      selection.workspaceId,
      selection.includeListIds,
      selection.excludeListIds,
      selection.asOf ?? null,
      ...(range === null ? [] : [range.after, range.upTo]),
    ],
  };
}

/**
 * The recipients, for planning: columns contact_id and email, in no order; with a range, those of its contacts. Embed as
 * `FROM (${text}) recipient`; the next free parameter is `firstParameter + values.length`.
 */
export function audienceSelect(
  selection: AudienceSelection,
  firstParameter = 1,
  range: ContactRange | null = null,
): SqlPart {
  const { text, values } = classifiedPeople(selection, firstParameter, range);
  return {
    text: `SELECT person.contact_id, person.email FROM (${text}) person WHERE person.reason IS NULL`,
    values,
  };
}

/**
 * Where a slice of about `size` people on the included lists ends, after a contact: its last id, or null when the rest is no
 * more than that. No list reaches further than its part of the size within the slice, so all of it is known of everybody in it.
 *
 * Plan expected: for each list one index-only range of the subscriptions' primary key (list_id, contact_id), ended by the offset.
 */
export async function findSliceEnd(
  transaction: Pick<ClientBase, "query">,
  { includeListIds }: Pick<AudienceSelection, "includeListIds">,
  after: bigint,
  size: number,
): Promise<bigint | null> {
  const { rows } = await transaction.query<{ end: bigint | null }>(
    `SELECT min(edge.contact_id) AS "end" FROM unnest($1::uuid[]) AS list (id)
     CROSS JOIN LATERAL (
       SELECT contact_id FROM subscriptions WHERE list_id = list.id AND contact_id > $2::bigint
       ORDER BY contact_id OFFSET $3::int LIMIT 1
     ) edge`,
    [includeListIds, after, Math.ceil(size / Math.max(1, includeListIds.length)) - 1],
  );
  return rows[0]?.end ?? null;
}

/**
 * Has the audience's SQL planned with hash joins, for the rest of a transaction. Lists that were imported a moment ago have no
 * statistics yet, and a plan for one row would compare everybody with everybody. Hash joins are right for any size; work_mem
 * keeps those of a million contacts in memory.
 */
export async function planForAnySize(transaction: Pick<ClientBase, "query">): Promise<void> {
  await transaction.query("SET LOCAL enable_nestloop = off");
  await transaction.query("SET LOCAL work_mem = '64MB'");
}

/** Runs SQL that holds the audience's. */
export async function readAudience<Row extends QueryResultRow>({ text, values }: SqlPart): Promise<Row[]> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN READ ONLY");
    await planForAnySize(client);
    const { rows } = await client.query<Row>(text, values);
    await client.query("COMMIT");
    client.release();
    return rows;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** How many people of each reason there are. */
export async function countGroups(selection: AudienceSelection): Promise<AudienceGroup[]> {
  const { text, values } = classifiedPeople(selection);
  return readAudience<AudienceGroup>({
    text: `SELECT reason, count(*)::int AS people, sum(entries)::int AS entries FROM (${text}) person GROUP BY reason`,
    values,
  });
}

/** The people behind one number of the sum, by contact id after `afterId`. */
export async function findPeople(
  selection: AudienceSelection,
  line: AudienceLine,
  afterId: string,
  limit: number,
): Promise<AudiencePerson[]> {
  const { text, values } = classifiedPeople(selection);
  return readAudience<AudiencePerson>({
    text: `SELECT contact_id::text AS id, email, first_name AS "firstName", last_name AS "lastName", entries, reason
     FROM (${text}) person
     WHERE contact_id > $5::bigint AND
       CASE $6::text
         WHEN 'entries' THEN true
         WHEN 'twice' THEN entries > 1
         WHEN 'audience' THEN reason IS NULL
         ELSE reason = $6
       END
     ORDER BY contact_id LIMIT $7`,
    values: [...values, afterId, line, limit],
  });
}
