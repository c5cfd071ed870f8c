import { pool } from "#lib/platform/database.ts";
import type { MessageState, PeopleCursor, PeopleFilter } from "./people-filter.ts";

/** One recipient of one campaign. Ids are decimal. */
export type Person = {
  id: string;
  contactId: string;
  email: string;
  state: MessageState;
  attempts: number;
  category: string | null;
  skipReason: string | null;
  replyCode: number | null;
  replyText: string | null;
  acceptedAt: Date | null;
  nextAttemptAt: Date | null;
  openedAt: Date | null;
  clickedAt: Date | null;
  unsubscribedAt: Date | null;
  complainedAt: Date | null;
};

const columns = `m.id::text AS id, m.contact_id::text AS "contactId", m.email, m.state, m.attempts, m.category,
  m.skip_reason AS "skipReason", m.reply_code AS "replyCode", m.reply_text AS "replyText", m.accepted_at AS "acceptedAt",
  m.next_attempt_at AS "nextAttemptAt", m.opened_at AS "openedAt", m.clicked_at AS "clickedAt",
  m.unsubscribed_at AS "unsubscribedAt", m.complained_at AS "complainedAt"`;

const deedConditions = {
  opened: "m.opened_at IS NOT NULL",
  not_opened: "m.state = 'accepted' AND m.opened_at IS NULL",
  clicked: "m.clicked_at IS NOT NULL",
  unsubscribed: "m.unsubscribed_at IS NOT NULL",
  complained: "m.complained_at IS NOT NULL",
} as const;

/**
 * One page of a campaign's recipients in the order of their contacts, forwards or backwards from a cursor (a contact's id).
 *
 * Plan: a walk of the unique (campaign_id, contact_id) that ends after a page; with one of the states that few are in, of the
 * partial index that holds only those. Rare deeds and words walk the campaign.
 */
export async function findPeople(
  scope: { workspaceId: string; campaignId: string },
  filter: PeopleFilter,
  cursor: PeopleCursor,
  limit: number,
): Promise<Person[]> {
  const { conditions, values } = where(scope, filter);
  const backwards = cursor !== null && "before" in cursor;
  if (cursor) {
    values.push(backwards ? cursor.before : cursor.after);
    conditions.push(`m.contact_id ${backwards ? "<" : ">"} $${values.length}::bigint`);
  }
  values.push(limit);
  const { rows } = await pool().query<Person>(
    `SELECT ${columns} FROM messages m WHERE ${conditions.join(" AND ")}
      ORDER BY m.contact_id ${backwards ? "DESC" : "ASC"} LIMIT $${values.length}`,
    values,
  );
  return backwards ? rows.reverse() : rows;
}

export async function countPeople(
  scope: { workspaceId: string; campaignId: string },
  filter: PeopleFilter,
): Promise<number> {
  const { conditions, values } = where(scope, filter);
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM messages m WHERE ${conditions.join(" AND ")}`,
    values,
  );
  return rows[0]?.count ?? 0;
}

function where(
  { workspaceId, campaignId }: { workspaceId: string; campaignId: string },
  { state, deed, category, link, words }: PeopleFilter,
): { conditions: string[]; values: unknown[] } {
  const values: unknown[] = [workspaceId, campaignId];
  const conditions = ["m.workspace_id = $1", "m.campaign_id = $2"];
  const add = (value: unknown, condition: (parameter: string) => string) => {
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  if (state) add(state, (parameter) => `m.state = ${parameter}::"MessageState"`);
  if (deed) conditions.push(`(${deedConditions[deed]})`);
  if (category) add(category, (parameter) => `m.category = ${parameter}`);
  if (words)
    add(`%${words.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`, (parameter) => `m.email LIKE ${parameter}`);
  if (link !== null) {
    add(
      link,
      (parameter) => `EXISTS (SELECT FROM tracking_events e WHERE e.message_id = m.id AND e.kind = 'click'
                                AND e.class = 'human' AND e.link_position = ${parameter})`,
    );
  }
  return { conditions, values };
}
