import { pool } from "#lib/platform/database.ts";
import { batchesInWave } from "#lib/timing/campaign-wave.ts";

/**
 * The waves of a campaign in which somebody is deferred and has been due for a day; wave 0 is everybody in one without waves.
 *
 * Plan expected: the beginning of the partial index on deferred (campaign_id, next_attempt_at) that carries the batch: empty
 * unless servers have been away for a day, or hours are.
 */
export async function findForgottenWaves(campaignId: string): Promise<number[]> {
  const { rows } = await pool().query<{ wave: number }>({
    name: "find-forgotten-waves",
    text: `
      SELECT DISTINCT batch / $2::int AS wave FROM (
        SELECT batch FROM messages
        WHERE campaign_id = $1 AND state = 'deferred' AND next_attempt_at < now() - interval '24 hours'
        ORDER BY next_attempt_at LIMIT 5000
      ) forgotten`,
    values: [campaignId, batchesInWave],
  });
  return rows.map(({ wave }) => wave);
}

/**
 * Ends what is deferred in one wave of a campaign that is sending, whose retry window has closed and for which nobody could make
 * the last attempt although they were due for so long. Whoever waited for a person's decision (a pause, a provider that had
 * stopped, all sending held) has as long once more after it. Rows, events and books in one statement. The row keeps what it
 * heard last; the event heard nothing.
 *
 * Plan expected: the beginning of the partial index on deferred (campaign_id, next_attempt_at), `limit` rows, of which the first
 * are the first to be let go.
 *
 * @param dueSeconds by the database's clock
 * @returns how many were ended
 */
export async function moveToExpired(
  campaignId: string,
  { wave, dueSeconds, limit }: { wave: number; dueSeconds: number; limit: number },
): Promise<number> {
  const { rows } = await pool().query<{ moved: number }>({
    name: "move-to-expired",
    text: `
      WITH chance AS (
        SELECT now() - make_interval(secs => $3) AS since
      ), forgotten AS (
        SELECT id, first_attempt_at FROM messages
        WHERE campaign_id = $1 AND state = 'deferred' AND next_attempt_at < (SELECT since FROM chance)
          AND batch >= $4::int * $5::int AND batch < ($4::int + 1) * $5::int
          AND NOT EXISTS (SELECT FROM campaign_provider_holds hold
            WHERE hold.campaign_id = $1 AND hold.provider = messages.provider
              AND coalesce(hold.released_at > (SELECT since FROM chance), true))
          AND NOT EXISTS (SELECT FROM sending_holds WHERE coalesce(released_at > (SELECT since FROM chance), true))
        ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
      ), moved AS (
        UPDATE messages message SET state = 'expired', next_attempt_at = NULL, finished_at = now()
        FROM forgotten WHERE message.id = forgotten.id
          -- A campaign's row is dated when it is moved: resumed, or had sent again.
          AND forgotten.first_attempt_at < (SELECT since - make_interval(hours => retry_hours) FROM campaigns, chance
            WHERE id = $1 AND state = 'sending' AND updated_at < since)
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
    values: [campaignId, limit, dueSeconds, wave, batchesInWave],
  });
  return rows[0]?.moved ?? 0;
}
