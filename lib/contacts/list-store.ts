import { database, pool } from "#lib/platform/database.ts";
import type { AttributeType } from "./attribute.ts";

export type ListView = {
  id: string;
  name: string;
  description: string | null;
  archived: boolean;
  createdAt: Date;
  /** People who are on the list and have not left it. */
  subscribed: number;
  unsubscribed: number;
};

export type SubscriptionStatus = "subscribed" | "unsubscribed";
/** One list as one contact stands to it; `status` null: never on it. */
export type ContactSubscription = {
  listId: string;
  name: string;
  description: string | null;
  status: SubscriptionStatus | null;
  source: string | null;
  subscribedAt: Date | null;
  unsubscribedAt: Date | null;
};

/** Plan expected: one pass over the subscriptions of the workspace's lists, aggregated by list. */
export async function findLists(workspaceId: string): Promise<ListView[]> {
  const { rows } = await pool().query<ListView & { subscribed: bigint; unsubscribed: bigint }>(
    `SELECT l.id, l.name, l.description, l.archived_at IS NOT NULL AS archived, l.created_at AS "createdAt",
            coalesce(s.subscribed, 0) AS subscribed, coalesce(s.unsubscribed, 0) AS unsubscribed
     FROM lists l
     LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE status = 'subscribed') AS subscribed,
              count(*) FILTER (WHERE status = 'unsubscribed') AS unsubscribed
       FROM subscriptions WHERE list_id = l.id) s ON true
     WHERE l.workspace_id = $1
     ORDER BY l.archived_at IS NOT NULL, lower(l.name), l.id`,
    [workspaceId],
  );
  return rows.map((row) => ({
    ...row,
    subscribed: Number(row.subscribed),
    unsubscribed: Number(row.unsubscribed),
  }));
}

export async function findList(
  workspaceId: string,
  id: string,
): Promise<{ id: string; name: string } | null> {
  return await database().list.findFirst({ where: { id, workspaceId }, select: { id: true, name: true } });
}

/** @returns the new list's id, or null when a list has that name */
export async function insertList(workspaceId: string, list: { name: string; description: string | null }) {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO lists (id, workspace_id, name, description) VALUES (gen_random_uuid(), $1, $2, $3)
     ON CONFLICT (workspace_id, name) DO NOTHING RETURNING id`,
    [workspaceId, list.name, list.description],
  );
  return rows[0]?.id ?? null;
}

export async function updateList(
  workspaceId: string,
  id: string,
  list: { name: string; description: string | null },
): Promise<"saved" | "notFound" | "taken"> {
  try {
    const { count } = await database().list.updateMany({ where: { id, workspaceId }, data: list });
    return count === 1 ? "saved" : "notFound";
  } catch (error) {
    // P2002: Prisma's name for a violated unique key.
    if ((error as { code?: string }).code === "P2002") return "taken";
    throw error;
  }
}

export async function setListArchived(workspaceId: string, id: string, archived: boolean): Promise<boolean> {
  // By the database's clock, as campaigns are launched: which was first decides who gets one.
  const { rowCount } = await pool().query(
    "UPDATE lists SET archived_at = CASE WHEN $3 THEN now() END WHERE id = $2 AND workspace_id = $1",
    [workspaceId, id, archived],
  );
  return rowCount === 1;
}

export async function findAttributes(
  workspaceId: string,
): Promise<{ key: string; label: string; type: AttributeType }[]> {
  return await database().attribute.findMany({
    where: { workspaceId },
    orderBy: [{ createdAt: "asc" }, { key: "asc" }],
    select: { key: true, label: true, type: true },
  });
}

/** Every list that is in use, and those that the contact is or was on. */
export async function findContactSubscriptions(
  workspaceId: string,
  contactId: bigint,
): Promise<ContactSubscription[]> {
  const { rows } = await pool().query<ContactSubscription>(
    `SELECT l.id AS "listId", l.name, l.description, s.status, s.source, s.subscribed_at AS "subscribedAt",
            s.unsubscribed_at AS "unsubscribedAt"
     FROM lists l
     LEFT JOIN subscriptions s ON s.list_id = l.id AND s.contact_id = $2
     WHERE l.workspace_id = $1 AND (l.archived_at IS NULL OR s.contact_id IS NOT NULL)
     ORDER BY lower(l.name), l.id`,
    [workspaceId, contactId],
  );
  return rows;
}

/** Puts a contact of the workspace on a list of the workspace. @returns false when one of them is not there */
export async function upsertSubscription(
  workspaceId: string,
  { contactId, listId, source }: { contactId: bigint; listId: string; source: string },
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `INSERT INTO subscriptions (list_id, contact_id, status, source)
     SELECT l.id, c.id, 'subscribed', $4
     FROM lists l, contacts c
     WHERE l.id = $2 AND l.workspace_id = $1 AND c.id = $3 AND c.workspace_id = $1
     ON CONFLICT (list_id, contact_id) DO UPDATE
     SET status = 'subscribed',
         source = CASE WHEN subscriptions.status = 'subscribed' THEN subscriptions.source ELSE excluded.source END,
         subscribed_at = CASE WHEN subscriptions.status = 'subscribed' THEN subscriptions.subscribed_at ELSE now() END,
         unsubscribed_at = NULL`,
    [workspaceId, listId, contactId, source],
  );
  return rowCount === 1;
}

/** Takes a contact off one list, or off all. A list that the contact never was on is left alone. */
export async function endSubscriptions(
  workspaceId: string,
  { contactId, listId }: { contactId: bigint; listId: string | "all" },
): Promise<void> {
  await pool().query(
    `UPDATE subscriptions s SET status = 'unsubscribed', unsubscribed_at = now()
     FROM lists l
     WHERE l.id = s.list_id AND l.workspace_id = $1 AND s.contact_id = $2 AND s.status = 'subscribed'
       AND ($3::uuid IS NULL OR s.list_id = $3::uuid)`,
    [workspaceId, contactId, listId === "all" ? null : listId],
  );
}
