import type { PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";

/**
 * Of a message, as SQL: any sign of life settles it at once. It is in doubt; or a person had it sent again and nobody has tried yet,
 * so that it can only be about the first copy.
 */
export const isUnsettled = `(state = 'in_doubt' OR doubt_decided_at IS NOT NULL AND (state = 'deferred' AND attempts = attempts_before
  OR state = 'sending' AND dot_sent_at IS NULL AND attempts = attempts_before + 1))`;

/** Of a message, as SQL: evidence may still settle it. As messages_doubt_idx has it. */
export const mayBeSettled = `(state = 'in_doubt'
  OR doubt_decided_at IS NOT NULL AND state IN ('deferred', 'bounced', 'expired', 'skipped', 'cancelled'))`;

/**
 * Of a row of messages, as SQL: a person had it sent again while it was in doubt, and the copy that went then, if any, did not
 * arrive. What the row says is about that one; the first may have arrived. A report of either has the last word.
 *
 * Plan expected: for one that bounced the few events of its contact; nothing for any other.
 */
export const endedAfterDoubt = `(messages.doubt_decided_at IS NOT NULL AND messages.attempts_before IS NOT NULL
  AND (messages.state IN ('expired', 'skipped', 'cancelled') OR messages.state = 'bounced' AND NOT EXISTS (
    SELECT FROM delivery_events event
    WHERE event.contact_id = messages.contact_id AND event.message_id = messages.id AND event.kind = 'bounced'
      AND event.stage = 'report' AND event.at >= messages.doubt_decided_at)))`;

/**
 * Whoever loads an image of a mail or follows its link, person or machine, has the mail: a message in doubt was accepted, also
 * one that a person decided about and that has not been sent again yet, though it may be in a worker's hands, whose mark then finds
 * its claim gone. The books move in the same transaction.
 */
export async function settleSeen(client: PoolClient, messageIds: string[]): Promise<void> {
  await client.query(settleStatement(`id = ANY($1::bigint[]) AND ${isUnsettled}`), [messageIds]);
}

/**
 * Settles messages that got into doubt after their recipient had shown to have them: a worker may die, or a server be slow to
 * answer, while the mail is read already. Only what came since the dot in question: a mail that was opened, reported as bounced and
 * then tried again has signs of life that say nothing about the later copy. Where a second copy was refused, for now or for good, only
 * what its recipient did shows that the first one arrived: a machine may have looked at the one that was refused.
 *
 * @returns how many were settled
 *
 * Plan expected: all of messages_doubt_idx, which holds the few rows in doubt or sent again in vain, and for each that is in doubt a
 * probe of tracking_events by message.
 */
export async function settleSeenDoubts(): Promise<number> {
  const { rows } = await pool().query<{ settled: number }>(
    settleStatement(`${mayBeSettled} AND (greatest(unsubscribed_at, complained_at, opened_at, clicked_at) >= ${doubtfulSince}
       OR (state = 'in_doubt' OR state = 'deferred' AND attempts = attempts_before)
         AND EXISTS (SELECT FROM tracking_events event WHERE event.message_id = messages.id AND event.at >= ${doubtfulSince}))
       AND (state IN ('in_doubt', 'deferred') OR ${endedAfterDoubt})`),
  );
  return rows[0]?.settled ?? 0;
}

/**
 * The first dot whose answer is missing. A later attempt takes its mark away; what came before the decision to make that attempt was
 * settled by then.
 */
const doubtfulSince = "least(messages.dot_sent_at, messages.doubt_decided_at)";

/** What is seen of one that was sent again in vain is its first copy: which server that left through is not on the row any more. */
function settleStatement(which: string): string {
  return `WITH doubtful AS (
       SELECT id, state, state NOT IN ('in_doubt', 'deferred', 'sending') AS has_ended FROM messages
        WHERE ${which}
        ORDER BY id FOR UPDATE),
     settled AS (
       UPDATE messages
          SET state = 'accepted', accepted_at = coalesce(accepted_at, dot_sent_at, now()), finished_at = coalesce(finished_at, now()),
              reply_code = NULL, enhanced_code = NULL, reply_text = NULL, category = NULL, skip_reason = NULL,
              next_attempt_at = NULL, leased_by = NULL, lease_until = NULL
         FROM doubtful WHERE messages.id = doubtful.id
        RETURNING messages.id, workspace_id, campaign_id, contact_id, doubtful.state AS came_from,
          CASE WHEN has_ended THEN attempts_before ELSE attempts END AS attempt,
          CASE WHEN NOT has_ended THEN sending_server_id END AS sending_server_id),
     told AS (
       INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, category, sending_server_id)
       SELECT workspace_id, campaign_id, id, contact_id, 'accepted', attempt, 'seen_by_recipient', sending_server_id FROM settled),
     ${bookAsAccepted}
     SELECT coalesce(sum(moved), 0)::int AS settled FROM counted`;
}

/** The books of what is `settled` (campaign_id, came_from) as accepted, as parts of a WITH: `counted` has `moved` for each campaign. */
export const bookAsAccepted = `counted AS (
       SELECT campaign_id, count(*)::int AS moved,
         count(*) FILTER (WHERE came_from = 'in_doubt')::int AS was_in_doubt,
         count(*) FILTER (WHERE came_from = 'deferred')::int AS was_deferred,
         count(*) FILTER (WHERE came_from = 'sending')::int AS was_sending,
         count(*) FILTER (WHERE came_from = 'bounced')::int AS was_bounced,
         count(*) FILTER (WHERE came_from = 'expired')::int AS was_expired,
         count(*) FILTER (WHERE came_from = 'skipped')::int AS was_skipped,
         count(*) FILTER (WHERE came_from = 'cancelled')::int AS was_cancelled
       FROM settled GROUP BY campaign_id ORDER BY campaign_id
     ), booked AS (
       UPDATE campaigns SET accepted = accepted + moved, in_doubt = in_doubt - was_in_doubt, deferred = deferred - was_deferred,
         sending = sending - was_sending, bounced = bounced - was_bounced, expired = expired - was_expired,
         skipped = skipped - was_skipped, cancelled = cancelled - was_cancelled
       FROM counted WHERE campaigns.id = counted.campaign_id
     )`;
