import { pool } from "#lib/platform/database.ts";

/**
 * The last attempt is made as the retry window closes. Hours to send in, a daily cap or a slow rate may hold it up until the
 * next day; who still waits then waits for servers that are gone.
 */
const hoursForTheLastAttempt = 24;

/**
 * Ends what is deferred in a campaign that is sending, whose retry window has closed and for which nobody could make the last
 * attempt within a day. Rows, events and books in one statement. The row keeps what it heard last; the event heard nothing.
 *
 * Plan expected: the beginning of the partial index on deferred (campaign_id, next_attempt_at): empty unless servers have been
 * away for a day, and then `limit` rows, of which the first are the first to be let go.
 *
 * @returns how many were ended
 */
export async function expireForgotten(campaignId: string, limit: number): Promise<number> {
  const { rows } = await pool().query<{ moved: number }>({
    name: "expire-forgotten",
    text: `
      WITH forgotten AS (
        SELECT id, first_attempt_at FROM messages
        WHERE campaign_id = $1 AND state = 'deferred' AND next_attempt_at < now() - make_interval(hours => $3)
        ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
      ), moved AS (
        UPDATE messages message SET state = 'expired', next_attempt_at = NULL, finished_at = now()
        FROM forgotten WHERE message.id = forgotten.id
          AND forgotten.first_attempt_at < now() - make_interval(hours => $3
            + (SELECT retry_hours FROM campaigns WHERE id = $1 AND state = 'sending'))
        RETURNING message.id, message.workspace_id, message.contact_id, message.attempts
      ), noted AS (
        INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt)
        SELECT workspace_id, $1, id, contact_id, 'expired', attempts FROM moved
      ), counted AS (
        SELECT count(*)::int AS moved FROM moved
      ), booked AS (
        UPDATE campaigns SET deferred = campaigns.deferred - counted.moved, expired = campaigns.expired + counted.moved
        FROM counted WHERE campaigns.id = $1 AND counted.moved > 0
      )
      SELECT moved FROM counted`,
    values: [campaignId, limit, hoursForTheLastAttempt],
  });
  return rows[0]?.moved ?? 0;
}
