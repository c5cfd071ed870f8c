import { pool } from "#lib/platform/database.ts";

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
