import type { PoolClient } from "pg";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { noteBlamed } from "#lib/ledger/blame-store.ts";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import type { ContactEffect } from "#lib/replies/reply-category.ts";
import { endedAfterDoubt } from "#lib/tracking/seen-doubts-store.ts";

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
 * Moves an accepted message (or one in doubt, also if a person had it sent again and it still waits or that came to nothing) to
 * bounced: row, event, books and whom to blame in one transaction. While it is under way the report is kept, and applied once it has
 * its verdict.
 * @returns `known` when it had moved already
 */
export async function markBounced(
  message: ReportedMessage,
  bounce: ReportedBounce,
): Promise<"bounced" | "waits" | "known"> {
  return await inTransaction(async (client) => {
    const { rows } = await client.query(
      `WITH was AS (
         SELECT id, state, doubt_decided_at, ${endedAfterDoubt} AS has_ended FROM messages WHERE id = $1::bigint FOR UPDATE),
       moved AS (
         UPDATE messages SET state = 'bounced', finished_at = now(), next_attempt_at = NULL, reply_code = $2, enhanced_code = $3, reply_text = $4,
                category = $5, skip_reason = NULL, leased_by = NULL, lease_until = NULL
           FROM was WHERE messages.id = was.id AND (was.state IN ('accepted', 'in_doubt')
             OR was.state = 'deferred' AND was.doubt_decided_at IS NOT NULL OR was.has_ended)
         RETURNING messages.id, workspace_id, campaign_id, contact_id, was.state AS came_from,
           CASE WHEN has_ended THEN attempts_before ELSE attempts END AS attempt,
           CASE WHEN NOT has_ended THEN sending_server_id END AS sending_server_id),
       noted AS (
         INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, stage, reply_code,
                                      enhanced_code, reply_text, category, sending_server_id)
         SELECT workspace_id, campaign_id, id, contact_id, 'bounced', attempt, 'report', $2, $3, $4, $5, sending_server_id
           FROM moved),
       booked AS (
         UPDATE campaigns SET bounced = bounced + CASE WHEN came_from = 'bounced' THEN 0 ELSE 1 END,
                accepted = accepted - CASE WHEN came_from = 'accepted' THEN 1 ELSE 0 END,
                in_doubt = in_doubt - CASE WHEN came_from = 'in_doubt' THEN 1 ELSE 0 END,
                deferred = deferred - CASE WHEN came_from = 'deferred' THEN 1 ELSE 0 END,
                expired = expired - CASE WHEN came_from = 'expired' THEN 1 ELSE 0 END,
                skipped = skipped - CASE WHEN came_from = 'skipped' THEN 1 ELSE 0 END,
                cancelled = cancelled - CASE WHEN came_from = 'cancelled' THEN 1 ELSE 0 END
           FROM moved WHERE campaigns.id = moved.campaign_id)
       SELECT id FROM moved`,
      [message.id, bounce.replyCode, bounce.enhancedCode, bounce.replyText, bounce.category],
    );
    if (rows.length === 0) return (await keepWhileSending(client, message, bounce)) ? "waits" : "known";
    if (bounce.effect !== "none") {
      const evidence = [bounce.replyCode, bounce.enhancedCode, bounce.replyText].filter(Boolean).join(" ");
      const { id, contactId, email } = message;
      const { effect, category } = bounce;
      const campaign = { id: message.campaignId, workspaceId: message.workspaceId };
      const person = { messageId: BigInt(id), contactId: BigInt(contactId), email };
      await noteBlamed(client, campaign, { ...person, effect, category, evidence });
    }
    return "bounced";
  });
}

/** A bounce can be faster than the writing down of its own 250, or the worker died after it. The row is locked by the caller. */
async function keepWhileSending(
  client: PoolClient,
  message: ReportedMessage,
  bounce: ReportedBounce,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO waiting_bounces (message_id, reply_code, enhanced_code, reply_text, category, effect)
     SELECT id, $2, $3, $4, $5, $6 FROM messages WHERE id = $1::bigint AND state = 'sending'
     ON CONFLICT (message_id) DO NOTHING`,
    [message.id, bounce.replyCode, bounce.enhancedCode, bounce.replyText, bounce.category, bounce.effect],
  );
  return rowCount === 1;
}

/** Bounces that waited for a message which is not under way any more. The table is empty nearly always. */
export async function findWaitedBounces(): Promise<{ message: ReportedMessage; bounce: ReportedBounce }[]> {
  const { rows } = await pool().query<ReportedMessage & ReportedBounce>(
    `SELECT message.id::text AS id, message.workspace_id AS "workspaceId", message.campaign_id AS "campaignId",
       message.contact_id::text AS "contactId", message.email, waiting.reply_code AS "replyCode",
       waiting.enhanced_code AS "enhancedCode", waiting.reply_text AS "replyText", waiting.category, waiting.effect
     FROM waiting_bounces waiting JOIN messages message ON message.id = waiting.message_id
     WHERE message.state <> 'sending' ORDER BY waiting.message_id LIMIT 500`,
  );
  return rows.map(({ replyCode, enhancedCode, replyText, category, effect, ...message }) => ({
    message,
    bounce: { replyCode, enhancedCode, replyText, category, effect },
  }));
}

/** A bounce that waited was applied, or its message can no longer bounce. */
export async function forgetWaitedBounce(messageId: string): Promise<void> {
  await pool().query("DELETE FROM waiting_bounces WHERE message_id = $1::bigint", [messageId]);
}

/**
 * Stops all mail to the address of a message that was reported as spam, and notes it. In this order and not in one transaction:
 * the suppression holds from its own commit on, while an import may hold the contact for as long as it runs; and the message, which
 * a worker may be writing, is waited for by nobody meanwhile.
 *
 * @returns false when that was known
 */
export async function markComplained(message: ReportedMessage, evidence: string): Promise<boolean> {
  const { id, workspaceId, campaignId, email } = message;
  await suppressContacts(workspaceId, [
    { email, reason: "complained", evidence, source: `campaign:${campaignId}` },
  ]);
  const { rowCount } = await pool().query(
    "UPDATE messages SET complained_at = now() WHERE id = $1::bigint AND complained_at IS NULL",
    [id],
  );
  return rowCount === 1;
}
