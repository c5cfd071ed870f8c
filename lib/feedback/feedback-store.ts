import { suppressContacts } from "#lib/contacts/suppress-contacts.ts";
import { suppressBlamed } from "#lib/delivery/blame-store.ts";
import type { ContactEffect } from "#lib/delivery/reply-category.ts";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";

export type ReportedMessage = {
  id: string;
  workspaceId: string;
  campaignId: string;
  contactId: string;
  email: string;
};

/** The workspace's message of this id. */
export async function findMessage(workspaceId: string, id: string): Promise<ReportedMessage | null> {
  const { rows } = await pool().query<ReportedMessage>(
    `SELECT id::text AS id, workspace_id AS "workspaceId", campaign_id AS "campaignId", contact_id::text AS "contactId", email
       FROM messages WHERE id = $2::bigint AND workspace_id = $1`,
    [workspaceId, id],
  );
  return rows[0] ?? null;
}

export type ReportedBounce = {
  replyCode: number;
  enhancedCode: string | null;
  replyText: string;
  category: string;
  /** What it does to the contact. */
  effect: ContactEffect;
};

/**
 * Moves an accepted message (or one in doubt) to bounced: row, event, books and suppression in one transaction.
 * @returns false when it had moved already
 */
export async function markBounced(message: ReportedMessage, bounce: ReportedBounce): Promise<boolean> {
  return await inTransaction(async (client) => {
    const { rows } = await client.query(
      `WITH was AS (
         SELECT id, state FROM messages WHERE id = $1::bigint AND state IN ('accepted', 'in_doubt') FOR UPDATE),
       moved AS (
         UPDATE messages SET state = 'bounced', finished_at = now(), reply_code = $2, enhanced_code = $3, reply_text = $4,
                category = $5, leased_by = NULL, lease_until = NULL
           FROM was WHERE messages.id = was.id
         RETURNING messages.id, workspace_id, campaign_id, contact_id, attempts, sending_server_id, was.state AS came_from),
       noted AS (
         INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, stage, reply_code,
                                      enhanced_code, reply_text, category, sending_server_id)
         SELECT workspace_id, campaign_id, id, contact_id, 'bounced', attempts, 'report', $2, $3, $4, $5, sending_server_id
           FROM moved),
       booked AS (
         UPDATE campaigns SET bounced = bounced + 1,
                accepted = accepted - CASE WHEN came_from = 'accepted' THEN 1 ELSE 0 END,
                in_doubt = in_doubt - CASE WHEN came_from = 'in_doubt' THEN 1 ELSE 0 END
           FROM moved WHERE campaigns.id = moved.campaign_id)
       SELECT id FROM moved`,
      [message.id, bounce.replyCode, bounce.enhancedCode, bounce.replyText, bounce.category],
    );
    if (rows.length === 0) return false;
    if (bounce.effect !== "none") {
      const evidence = [bounce.replyCode, bounce.enhancedCode, bounce.replyText].filter(Boolean).join(" ");
      const { id, contactId, email } = message;
      const { effect, category } = bounce;
      await suppressBlamed(client, { id: message.campaignId, workspaceId: message.workspaceId }, [
        { messageId: BigInt(id), contactId: BigInt(contactId), email, effect, category, evidence },
      ]);
    }
    return true;
  });
}

/**
 * Notes that a message was reported as spam and stops all mail to its address.
 * @returns false when that was known
 */
export async function markComplained(message: ReportedMessage, evidence: string): Promise<boolean> {
  return await inTransaction(async (client) => {
    const { rowCount } = await client.query(
      "UPDATE messages SET complained_at = now() WHERE id = $1::bigint AND complained_at IS NULL",
      [message.id],
    );
    await suppressContacts(
      message.workspaceId,
      [{ email: message.email, reason: "complained", evidence, source: `campaign:${message.campaignId}` }],
      client,
    );
    return Boolean(rowCount);
  });
}
