import { pool } from "#lib/platform/database.ts";
import type { Judgement } from "./ledger-store.ts";

/**
 * Keeps replies to the first copies of messages that a person has had sent again since, as events alone: the second copy has
 * left or leaves anyway. Whatever is late for another reason, or known already, is passed over. The server is not told, so
 * that the reply does not count as one of this moment.
 *
 * Plan expected: messages by their key, and for each the few events of its contact.
 */
export async function keepLateReplies(judged: Judgement[]): Promise<void> {
  const heard = judged.filter(({ verdict }) => verdict.replyCode !== null && verdict.to !== "released");
  if (heard.length === 0) return;
  await pool().query(
    `INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, stage,
       reply_code, enhanced_code, reply_text, category)
     SELECT message.workspace_id, message.campaign_id, message.id, message.contact_id, given.kind::"DeliveryEventKind", given.attempt,
       given.stage, given.reply_code, given.enhanced_code, given.reply_text, given.category
     FROM unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[])
       AS given (id, kind, attempt, stage, reply_code, enhanced_code, reply_text, category)
     JOIN messages message ON message.id = given.id
     WHERE message.doubt_decided_at IS NOT NULL AND given.attempt <= message.attempts_before
       AND NOT EXISTS (
         SELECT FROM delivery_events known
         WHERE known.contact_id = message.contact_id AND known.message_id = message.id AND known.attempt = given.attempt
           AND known.kind::text = given.kind)`,
    [
      heard.map(({ message }) => message.id),
      heard.map(({ verdict }) => verdict.to),
      heard.map(({ message }) => message.attempt),
      heard.map(({ verdict }) => verdict.stage),
      heard.map(({ verdict }) => verdict.replyCode),
      heard.map(({ verdict }) => verdict.enhancedCode),
      heard.map(({ verdict }) => verdict.replyText),
      heard.map(({ verdict }) => verdict.category),
    ],
  );
}
