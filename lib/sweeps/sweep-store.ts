import type { CampaignPriority } from "#lib/drafts/campaign-draft.ts";
import { byKeyPool, pool } from "#lib/platform/database.ts";
import type { WindowFields } from "#lib/timing/send-window.ts";

/**
 * Takes messages back from workers that are gone: their lease has run out. Without a mark the dot never left, so they are due
 * again; with one, nobody knows, and they are in doubt. A row in doubt keeps its claim's name, so that the reply of a worker
 * that was only slow can still settle it.
 *
 * Plan expected: the partial index on rows in `sending`, which holds only what is under way (some thousands at most).
 *
 * @returns how many were taken back, by what they became
 */
export async function takeBackExpired(
  campaignId: string,
  limit: number,
): Promise<{ released: number; inDoubt: number }> {
  const { rows } = await pool().query<{ released: number; inDoubt: number }>({
    name: "take-back-expired",
    text: `
      WITH gone AS (
        SELECT id, attempts, dot_sent_at IS NOT NULL AS is_marked FROM messages
        WHERE campaign_id = $1 AND state = 'sending' AND lease_until < now()
        LIMIT $2 FOR UPDATE SKIP LOCKED
      ), moved AS (
        UPDATE messages message SET
          state = CASE WHEN gone.is_marked THEN 'in_doubt' WHEN gone.attempts <= 1 THEN 'queued' ELSE 'deferred' END::"MessageState",
          attempts = message.attempts - CASE WHEN gone.is_marked THEN 0 ELSE 1 END,
          first_attempt_at = CASE WHEN gone.is_marked OR gone.attempts > 1 THEN message.first_attempt_at END,
          next_attempt_at = CASE WHEN NOT gone.is_marked AND gone.attempts > 1 THEN now() END,
          leased_by = CASE WHEN gone.is_marked THEN message.leased_by END,
          lease_until = NULL
        FROM gone WHERE message.id = gone.id
        RETURNING message.id, message.workspace_id, message.contact_id, gone.attempts, message.state, message.sending_server_id
      ), noted AS (
        INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, stage, sending_server_id)
        SELECT workspace_id, $1, id, contact_id,
          CASE WHEN state = 'in_doubt' THEN 'in_doubt' ELSE 'released' END::"DeliveryEventKind", attempts,
          CASE WHEN state = 'in_doubt' THEN 'dot' END, sending_server_id
        FROM moved
      ), counted AS (
        SELECT count(*)::int AS moved,
          count(*) FILTER (WHERE state = 'queued')::int AS queued,
          count(*) FILTER (WHERE state = 'deferred')::int AS deferred,
          count(*) FILTER (WHERE state = 'in_doubt')::int AS in_doubt FROM moved
      ), booked AS (
        UPDATE campaigns SET sending = sending - counted.moved, queued = campaigns.queued + counted.queued,
          deferred = campaigns.deferred + counted.deferred, in_doubt = campaigns.in_doubt + counted.in_doubt
        FROM counted WHERE campaigns.id = $1 AND counted.moved > 0
      )
      SELECT queued + deferred AS released, in_doubt AS "inDoubt" FROM counted`,
    values: [campaignId, limit],
  });
  return rows[0] ?? { released: 0, inDoubt: 0 };
}

export type UnfinishedCampaign = WindowFields & {
  id: string;
  workspaceId: string;
  senderId: string | null;
  /** Of its mails, once they are made. */
  fromEmail: string | null;
  state: "planning" | "sending" | "paused" | "finished" | "cancelled";
  /** All its recipients are written. */
  isPlanned: boolean;
  /** It was asked which mailbox providers host its recipients' domains. */
  knowsProviders: boolean;
  plannedTo: bigint | null;
  priority: CampaignPriority;
  recipientTime: boolean;
  maxPerSecond: number | null;
  spreadHours: number | null;
  /** Recipients written so far. */
  audience: number;
  /** Mailbox providers that refuse its sender, for which it has stopped. */
  heldProviders: string[];
};

/** Campaigns with something to look after, whatever their state. By the index on state; a handful of rows. */
export async function findUnfinished(): Promise<UnfinishedCampaign[]> {
  const { rows } = await pool().query(
    `SELECT id, workspace_id AS "workspaceId", sender_id AS "senderId", audience,
       (SELECT from_email FROM campaign_contents content WHERE content.campaign_id = campaigns.id) AS "fromEmail", max_per_second AS "maxPerSecond", spread_hours AS "spreadHours",
       ARRAY(SELECT provider FROM campaign_provider_holds hold
         WHERE hold.campaign_id = campaigns.id AND hold.released_at IS NULL) AS "heldProviders",
       state, planned_at IS NOT NULL AS "isPlanned", providers_learned_at IS NOT NULL AS "knowsProviders", planned_to AS "plannedTo", priority, recipient_time AS "recipientTime",
       time_zone AS "timeZone", window_from AS "windowFrom", window_to AS "windowTo", window_days AS "windowDays"
     FROM campaigns
     WHERE state = 'sending' OR (state = 'paused' AND planned_to IS NOT NULL AND planned_at IS NULL)
        -- The last that waited was settled by its recipient or by a report.
        OR (state = 'paused' AND planned_at IS NOT NULL AND queued + sending + deferred = 0)
        OR (state = 'planning' AND updated_at < now() - interval '5 seconds')
        OR (state IN ('paused', 'finished', 'cancelled') AND sending > 0)
        OR (state = 'cancelled' AND queued + deferred > 0)
     ORDER BY launched_at`,
  );
  return rows;
}

/**
 * Batches of a campaign in which something is due, at most `limit`, lowest first; of those from one number to before another.
 *
 * Plan expected: a loose scan of the partial index on queued (campaign_id, batch), one probe per batch found and not one per
 * row, so a million queued rows cost as much as 64; and a range of the partial index on deferred (campaign_id,
 * next_attempt_at), at most 5,000 entries.
 */
export async function findDueBatches(
  campaignId: string,
  limit: number,
  { from, to }: { from: number; to: number } = { from: 0, to: 2_147_483_647 },
): Promise<number[]> {
  const { rows } = await pool().query<{ batch: number }>({
    name: "find-due-batches",
    text: `
      WITH RECURSIVE queued (batch, found) AS (
        SELECT (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'queued' AND batch >= $3 AND batch < $4), 1
        UNION ALL
        SELECT (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'queued' AND batch > queued.batch AND batch < $4),
          queued.found + 1
        FROM queued WHERE queued.batch IS NOT NULL AND queued.found < $2
      )
      SELECT batch FROM queued WHERE batch IS NOT NULL
      UNION
      SELECT batch FROM (
        SELECT batch FROM messages
        WHERE campaign_id = $1 AND state = 'deferred' AND next_attempt_at <= now()
          AND batch >= $3 AND batch < $4
        ORDER BY next_attempt_at LIMIT 5000
      ) due
      ORDER BY batch LIMIT $2`,
    values: [campaignId, limit, from, to],
  });
  return rows.map(({ batch }) => batch);
}

/**
 * The next `limit` batches of a range in which anybody is queued or deferred, lowest first, and whether something is due there.
 *
 * Plan expected: a loose scan of the partial indexes on queued (campaign_id, batch) and deferred (campaign_id, batch,
 * next_attempt_at): two probes to find a batch and two to look into it, whatever it holds.
 */
export async function findNextBatches(
  campaignId: string,
  limit: number,
  { from, to }: { from: number; to: number },
): Promise<{ batch: number; isDue: boolean }[]> {
  const { rows } = await pool().query<{ batch: number; isDue: boolean }>({
    name: "find-next-batches",
    // min() and not EXISTS: that may be answered by reading everything that is queued once.
    text: `
      WITH RECURSIVE next (batch, found) AS (
        SELECT least(
          (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'queued' AND batch >= $3 AND batch < $4),
          (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'deferred' AND batch >= $3 AND batch < $4)), 1
        UNION ALL
        SELECT least(
          (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'queued' AND batch > next.batch AND batch < $4),
          (SELECT min(batch) FROM messages WHERE campaign_id = $1 AND state = 'deferred' AND batch > next.batch AND batch < $4)),
          next.found + 1
        FROM next WHERE next.batch IS NOT NULL AND next.found < $2
      )
      SELECT batch,
        (SELECT min(id) FROM messages WHERE campaign_id = $1 AND state = 'queued' AND batch = next.batch) IS NOT NULL
          OR coalesce((SELECT min(next_attempt_at) FROM messages
            WHERE campaign_id = $1 AND state = 'deferred' AND batch = next.batch) <= now(), false) AS "isDue"
      FROM next WHERE batch IS NOT NULL ORDER BY batch`,
    values: [campaignId, limit, from, to],
  });
  return rows;
}

/**
 * Of batches in which something is due, those with something for another than the given mailbox providers.
 *
 * Plan expected: for each batch its part of the partial indexes on queued and on deferred, 500 rows at most, until one is found.
 */
export async function keepSendable(
  campaignId: string,
  batches: number[],
  heldProviders: string[],
): Promise<number[]> {
  const { rows } = await byKeyPool().query<{ batch: number }>({
    name: "keep-sendable",
    text: `
      SELECT batch FROM unnest($2::int[]) WITH ORDINALITY AS given (batch, position)
      WHERE EXISTS (
        SELECT FROM messages
        WHERE campaign_id = $1 AND messages.batch = given.batch AND state = 'queued'
          AND (provider IS NULL OR provider <> ALL($3::text[]))
      ) OR EXISTS (
        SELECT FROM messages
        WHERE campaign_id = $1 AND messages.batch = given.batch AND state = 'deferred' AND next_attempt_at <= now()
          AND (provider IS NULL OR provider <> ALL($3::text[]))
      )
      ORDER BY position`,
    values: [campaignId, batches, heldProviders],
  });
  return rows.map(({ batch }) => batch);
}

/**
 * Moves what is not yet sent of a cancelled campaign to `cancelled`, up to `limit` rows: in one statement with events and
 * books. @returns how many were moved; 0 when nothing is left
 */
export async function moveToCancelled(campaignId: string, limit: number): Promise<number> {
  const { rows } = await pool().query<{ moved: number }>(
    `WITH unsent AS (
       SELECT id, state FROM messages
       WHERE campaign_id = $1 AND state IN ('queued', 'deferred')
         AND EXISTS (SELECT FROM campaigns WHERE id = $1 AND state = 'cancelled')
       LIMIT $2 FOR UPDATE SKIP LOCKED
     ), moved AS (
       UPDATE messages message SET state = 'cancelled', next_attempt_at = NULL, finished_at = now()
       FROM unsent WHERE message.id = unsent.id
       RETURNING message.id, message.workspace_id, message.contact_id, message.attempts, unsent.state AS came_from
     ), noted AS (
       INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt)
       SELECT workspace_id, $1, id, contact_id, 'cancelled', attempts FROM moved
     ), counted AS (
       SELECT count(*)::int AS moved, count(*) FILTER (WHERE came_from = 'queued')::int AS queued,
         count(*) FILTER (WHERE came_from = 'deferred')::int AS deferred FROM moved
     ), booked AS (
       UPDATE campaigns SET queued = campaigns.queued - counted.queued, deferred = campaigns.deferred - counted.deferred,
         cancelled = cancelled + counted.moved
       FROM counted WHERE campaigns.id = $1 AND counted.moved > 0
     )
     SELECT moved FROM counted`,
    [campaignId, limit],
  );
  return rows[0]?.moved ?? 0;
}
