import { pool } from "#lib/platform/database.ts";
import { bookAsAccepted, endedAfterDoubt, mayBeSettled } from "#lib/tracking/seen-doubts-store.ts";
import type { Judgement } from "./ledger-store.ts";

/**
 * Keeps replies to the first copies of messages that a person has had sent again since, as events, and believes those that say
 * "accepted": a second copy that has not left stays here, whoever has it in their hands (its mark finds the claim gone), and one
 * that is in doubt or was refused for now need not be sent. One that is at its dot at this moment gets its own reply; what then is
 * left to believe is found by {@link settleKnownAcceptances}. Whatever is late for another reason, or known already, is passed
 * over. The server is not told, so that the reply does not count as one of this moment.
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
  const accepted = heard.filter(({ verdict }) => verdict.to === "accepted").map(({ message }) => message.id);
  if (accepted.length === 0) return;
  await pool().query(
    settleStatement(
      `id = ANY($1::bigint[]) AND (state IN ('in_doubt', 'deferred') OR state = 'sending' AND dot_sent_at IS NULL
        OR ${endedAfterDoubt})`,
    ),
    [accepted],
  );
}

/**
 * The same for acceptances that were heard while the second copy was at its dot and came to nothing, or whose worker was killed
 * before it could do more than keep them: that is seen within a day, or at once.
 *
 * Plan expected: all of messages_doubt_idx, which holds the few rows in doubt or sent again in vain, and for each in doubt or of this
 * day the events of its contact.
 *
 * @returns how many were settled
 */
export async function settleKnownAcceptances(): Promise<number> {
  const { rowCount } = await pool().query(
    settleStatement(`${mayBeSettled} AND (state IN ('in_doubt', 'deferred')
      OR messages.finished_at > now() - interval '1 day' AND ${endedAfterDoubt})`),
  );
  return rowCount ?? 0;
}

/**
 * Of an acceptance from before the decision to send again, the mail may have come back since. Rows and books move in one statement;
 * the event is there.
 */
function settleStatement(which: string): string {
  return `WITH resent AS (
       SELECT messages.id, messages.state, told.reply_code, told.enhanced_code, told.reply_text
       FROM messages CROSS JOIN LATERAL (
         SELECT reply_code, enhanced_code, reply_text FROM delivery_events event
         WHERE event.contact_id = messages.contact_id AND event.message_id = messages.id AND event.kind = 'accepted'
           AND event.attempt <= messages.attempts_before AND event.at >= messages.doubt_decided_at
         ORDER BY event.at LIMIT 1
       ) told
       WHERE ${which}
       ORDER BY messages.id FOR UPDATE OF messages
     ), settled AS (
       UPDATE messages message SET state = 'accepted', accepted_at = now(), finished_at = now(), next_attempt_at = NULL,
         leased_by = NULL, lease_until = NULL, reply_code = resent.reply_code, enhanced_code = resent.enhanced_code,
         reply_text = resent.reply_text, category = NULL, skip_reason = NULL
       FROM resent WHERE message.id = resent.id
       RETURNING message.id, campaign_id, resent.state AS came_from
     ), ${bookAsAccepted}
     SELECT id FROM settled`;
}
