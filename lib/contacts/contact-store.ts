import type { ContactStatus } from "#lib/addresses/contact-status.ts";
import { database, pool } from "#lib/platform/database.ts";
import type { AttributeValue } from "./attribute.ts";
import { type ContactQuery, type ContactView, isAscending, type PageCursor } from "./contact-view.ts";

type ContactRow = {
  id: bigint;
  email: string;
  first_name: string | null;
  last_name: string | null;
  attributes: Record<string, AttributeValue>;
  status: ContactStatus;
  created_at: Date;
  updated_at: Date;
  /** The sort's value as text with all its digits; JavaScript's dates end at milliseconds. */
  sort_value: string;
};

const columns =
  "c.id, c.email, c.first_name, c.last_name, c.attributes, c.status, c.created_at, c.updated_at";
const sortColumns = { added: "c.id", updated: "c.updated_at", email: "c.email" } as const;
const sortCasts = { added: "bigint", updated: "timestamptz", email: "text" } as const;

/**
 * One page of contacts by keyset. Plan expected: an index scan along (workspace_id, id), (workspace_id, updated_at, id) or
 * (workspace_id, email) that stops after the page; with a rare search text a bitmap scan of contacts_search_idx and a sort.
 */
export async function findContactPage(
  workspaceId: string,
  query: ContactQuery,
  { cursor, backwards, limit }: { cursor: PageCursor | null; backwards: boolean; limit: number },
): Promise<{ contacts: ContactView[]; cursors: PageCursor[] }> {
  const { sql, values } = conditions(workspaceId, query);
  const ascending = isAscending(query) !== backwards;
  const column = sortColumns[query.sort];
  if (cursor) {
    values.push(query.sort === "added" ? String(cursor.id) : cursor.value, cursor.id);
    sql.push(
      `(${column}, c.id) ${ascending ? ">" : "<"} ($${values.length - 1}::${sortCasts[query.sort]}, $${values.length}::bigint)`,
    );
  }
  values.push(limit);
  const order = ascending ? "ASC" : "DESC";
  const { rows } = await pool().query<ContactRow>(
    `SELECT ${columns}, ${column}::text AS sort_value FROM contacts c
     WHERE ${sql.join(" AND ")} ORDER BY ${column} ${order}, c.id ${order} LIMIT $${values.length}`,
    values,
  );
  return { contacts: rows.map(shape), cursors: rows.map((row) => ({ value: row.sort_value, id: row.id })) };
}

/** How many contacts a query finds, counting no further than `most`: exact numbers of millions cost seconds. */
export async function countContacts(workspaceId: string, query: ContactQuery, most: number): Promise<number> {
  const { sql, values } = conditions(workspaceId, query);
  const { rows } = await pool().query<{ count: bigint }>(
    `SELECT count(*) FROM (SELECT 1 FROM contacts c WHERE ${sql.join(" AND ")} LIMIT $${values.length + 1}) AS found`,
    [...values, most],
  );
  return Number(rows[0]?.count ?? 0);
}

export async function findContact(workspaceId: string, id: bigint): Promise<ContactView | null> {
  const { rows } = await pool().query<ContactRow>(
    `SELECT ${columns} FROM contacts c WHERE c.workspace_id = $1 AND c.id = $2`,
    [workspaceId, id],
  );
  return rows[0] ? shape(rows[0]) : null;
}

/** Who has an address now. By the unique index. */
export async function findContactByEmail(workspaceId: string, email: string): Promise<ContactView | null> {
  const { rows } = await pool().query<ContactRow>(
    `SELECT ${columns} FROM contacts c WHERE c.workspace_id = $1 AND c.email = $2`,
    [workspaceId, email],
  );
  return rows[0] ? shape(rows[0]) : null;
}

export async function findContactsById(workspaceId: string, ids: readonly bigint[]): Promise<ContactView[]> {
  const { rows } = await pool().query<ContactRow>(
    `SELECT ${columns} FROM contacts c WHERE c.workspace_id = $1 AND c.id = ANY($2::bigint[])`,
    [workspaceId, ids],
  );
  return rows.map(shape);
}

/** @returns the new contact's id, or null when the address is there already */
export async function insertContact(
  workspaceId: string,
  contact: {
    email: string;
    firstName: string | null;
    lastName: string | null;
    attributes: Record<string, AttributeValue>;
    status: ContactStatus;
  },
): Promise<bigint | null> {
  const { rows } = await pool().query<{ id: bigint }>(
    `INSERT INTO contacts (workspace_id, email, first_name, last_name, attributes, status, status_changed_at)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6::"ContactStatus", CASE WHEN $6 = 'active' THEN NULL ELSE now() END)
     ON CONFLICT (workspace_id, email) DO NOTHING RETURNING id`,
    [
      workspaceId,
      contact.email,
      contact.firstName,
      contact.lastName,
      JSON.stringify(contact.attributes),
      contact.status,
    ],
  );
  return rows[0]?.id ?? null;
}

/** @returns `taken` when another contact has the address */
export async function updateContact(
  workspaceId: string,
  id: bigint,
  contact: {
    email: string;
    firstName: string | null;
    lastName: string | null;
    attributes: Record<string, AttributeValue>;
  },
): Promise<"saved" | "notFound" | "taken"> {
  try {
    const { rowCount } = await pool().query(
      `UPDATE contacts SET email = $3, first_name = $4, last_name = $5, attributes = $6::jsonb, updated_at = now()
       WHERE workspace_id = $1 AND id = $2`,
      [
        workspaceId,
        id,
        contact.email,
        contact.firstName,
        contact.lastName,
        JSON.stringify(contact.attributes),
      ],
    );
    return rowCount === 1 ? "saved" : "notFound";
  } catch (error) {
    // 23505: unique_violation.
    if ((error as { code?: string }).code === "23505") return "taken";
    throw error;
  }
}

export async function deleteContactRow(workspaceId: string, id: bigint): Promise<boolean> {
  const { count } = await database().contact.deleteMany({ where: { workspaceId, id } });
  return count === 1;
}

function conditions(workspaceId: string, query: ContactQuery): { sql: string[]; values: unknown[] } {
  const values: unknown[] = [workspaceId];
  const sql = ["c.workspace_id = $1"];
  if (query.status) {
    values.push(query.status);
    sql.push(`c.status = $${values.length}::"ContactStatus"`);
  }
  if (query.listId) {
    values.push(query.listId);
    sql.push(
      `EXISTS (SELECT FROM subscriptions s JOIN lists l ON l.id = s.list_id AND l.workspace_id = $1
               WHERE s.list_id = $${values.length}::uuid AND s.contact_id = c.id AND s.status = 'subscribed')`,
    );
  }
  // Every word must be found somewhere: "sari gmail" finds Sari at gmail.com.
  for (const word of query.search.split(/\s+/).filter(Boolean).slice(0, 5)) {
    values.push(`%${word.replace(/[\\%_]/g, "\\$&").replaceAll("\0", "")}%`);
    const place = `$${values.length}`;
    sql.push(`(c.email ILIKE ${place} OR c.first_name ILIKE ${place} OR c.last_name ILIKE ${place})`);
  }
  return { sql, values };
}

function shape(row: Omit<ContactRow, "sort_value">): ContactView {
  return {
    id: String(row.id),
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    attributes: row.attributes,
    status: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
