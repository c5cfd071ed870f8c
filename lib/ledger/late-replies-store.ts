import { pool } from "#lib/platform/database.ts";
import type { Judgement } from "./ledger-store.ts";

/**
 * Believes replies that say that the first copies of messages were accepted, where a person has had these sent again and the second
 * copy came back deferred: it is not tried any more. While a second copy is under way its own reply decides. Rows, events and
 * books move in one statement.
 *
 * Plan expected: messages by their key.
 *
 * @returns the ids of the messages that moved
 */
export async function settleLateAcceptances(judged: Judgement[]): Promise<Set<bigint>> {
  const accepted = judged.filter(({ verdict }) => verdict.to === "accepted");
  if (accepted.length === 0) return new Set();
  const { rows } = await pool().query<{ id: bigint }>(
    `WITH resent AS (
       SELECT message.id, given.attempt, given.reply_code, given.enhanced_code, given.reply_text
       FROM unnest($1::bigint[], $2::int[], $3::int[], $4::text[], $5::text[])
         AS given (id, attempt, reply_code, enhanced_code, reply_text)
       JOIN messages message ON message.id = given.id
       WHERE message.state = 'deferred' AND message.doubt_decided_at IS NOT NULL AND given.attempt <= message.attempts_before
       ORDER BY message.id FOR UPDATE OF message
     ), settled AS (
       UPDATE messages message SET state = 'accepted', accepted_at = now(), finished_at = now(), next_attempt_at = NULL,
         leased_by = NULL, lease_until = NULL, reply_code = resent.reply_code, enhanced_code = resent.enhanced_code,
         reply_text = resent.reply_text, category = NULL
       FROM resent WHERE message.id = resent.id
       RETURNING message.id, workspace_id, campaign_id, contact_id, resent.attempt, message.reply_code, message.enhanced_code,
         message.reply_text
     ), noted AS (
       INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, stage,
         reply_code, enhanced_code, reply_text)
       SELECT workspace_id, campaign_id, id, contact_id, 'accepted', attempt, 'dot', reply_code, enhanced_code, reply_text
       FROM settled
     ), counted AS (
       SELECT campaign_id, count(*)::int AS moved FROM settled GROUP BY campaign_id ORDER BY campaign_id
     ), booked AS (
       UPDATE campaigns SET deferred = deferred - counted.moved, accepted = accepted + counted.moved
       FROM counted WHERE campaigns.id = counted.campaign_id
     )
     SELECT id FROM settled`,
    [
      accepted.map(({ message }) => message.id),
      accepted.map(({ message }) => message.attempt),
      accepted.map(({ verdict }) => verdict.replyCode),
      accepted.map(({ verdict }) => verdict.enhancedCode),
      accepted.map(({ verdict }) => verdict.replyText),
    ],
  );
  return new Set(rows.map(({ id }) => id));
}

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
