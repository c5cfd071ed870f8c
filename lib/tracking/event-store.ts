import type { PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";
import type { TrackingEvent } from "./tracking-event.ts";

/** An open or a click, and whether it counts as the recipient's own doing. */
export type RecordedHit = TrackingEvent & { engaged: boolean };

/**
 * Commits a group of opens and clicks at once: the events, the first open and click of each message, the contact's last
 * engagement, and what they prove about messages in doubt.
 *
 * The messages are locked in the order of their ids, so that two processes never wait for each other in a circle; against
 * other writers' orders the group is tried three times.
 */
export async function addHits(hits: RecordedHit[], triesLeft = 3): Promise<void> {
  const client = await pool().connect();
  let committed = false;
  try {
    await client.query("BEGIN");
    await lockMessages(client, hits);
    await insertEvents(client, hits);
    await markMessages(client, hits);
    await markContacts(client, hits);
    await settleDoubt(client, hits);
    await client.query("COMMIT");
    committed = true;
  } catch (error) {
    await client.query("ROLLBACK");
    const deadlock = (error as { code?: string }).code === "40P01";
    if (!deadlock || triesLeft <= 1) throw error;
  } finally {
    client.release();
  }
  if (!committed) await addHits(hits, triesLeft - 1);
}

async function lockMessages(client: PoolClient, hits: RecordedHit[]): Promise<void> {
  await client.query("SELECT FROM messages WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE", [
    hits.map(({ messageId }) => messageId),
  ]);
}

/** Arrays of arrays do not unnest row by row: the reasons travel as text, joined by commas. */
async function insertEvents(client: PoolClient, events: TrackingEvent[]): Promise<void> {
  const column = (value: (event: TrackingEvent) => unknown) => events.map(value);
  await client.query(
    `INSERT INTO tracking_events
       (at, workspace_id, campaign_id, message_id, contact_id, kind, class, reasons, link_position, user_agent, network_hash)
     SELECT at, workspace_id, campaign_id, message_id, contact_id, kind, class, coalesce(string_to_array(nullif(reasons, ''), ','), '{}'),
            link_position, user_agent, network_hash
       FROM unnest($1::timestamptz[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::"TrackingKind"[],
                   $7::"TrackingClass"[], $8::text[], $9::int[], $10::text[], $11::text[])
         AS hit (at, workspace_id, campaign_id, message_id, contact_id, kind, class, reasons, link_position, user_agent, network_hash)`,
    [
      column(({ at }) => at),
      column(({ workspaceId }) => workspaceId),
      column(({ campaignId }) => campaignId),
      column(({ messageId }) => messageId),
      column(({ contactId }) => contactId),
      column(({ kind }) => kind),
      column((event) => event.class),
      column(({ reasons }) => reasons.join(",")),
      column(({ linkPosition }) => linkPosition),
      column(({ userAgent }) => userAgent),
      column(({ networkHash }) => networkHash),
    ],
  );
}

/** First open and first click only, so most hits write no row here. */
async function markMessages(client: PoolClient, hits: RecordedHit[]): Promise<void> {
  const engaged = hits.filter((hit) => hit.engaged);
  if (engaged.length === 0) return;
  await client.query(
    `WITH hit AS (
       SELECT id, min(at) FILTER (WHERE kind = 'open') AS opened_at, min(at) FILTER (WHERE kind = 'click') AS clicked_at
         FROM unnest($1::bigint[], $2::text[], $3::timestamptz[]) AS one (id, kind, at) GROUP BY id)
     UPDATE messages
        SET opened_at = coalesce(messages.opened_at, hit.opened_at), clicked_at = coalesce(messages.clicked_at, hit.clicked_at)
       FROM hit
      WHERE messages.id = hit.id
        AND (messages.opened_at IS NULL AND hit.opened_at IS NOT NULL OR messages.clicked_at IS NULL AND hit.clicked_at IS NOT NULL)`,
    [engaged.map(({ messageId }) => messageId), engaged.map(({ kind }) => kind), engaged.map(({ at }) => at)],
  );
}

/** Once an hour and contact is exact enough for segments and spares the row's indexes. */
async function markContacts(client: PoolClient, hits: RecordedHit[]): Promise<void> {
  const engaged = hits.filter((hit) => hit.engaged);
  if (engaged.length === 0) return;
  await client.query(
    `WITH hit AS (
       SELECT id, max(at) AS at FROM unnest($1::bigint[], $2::timestamptz[]) AS one (id, at) GROUP BY id),
     locked AS (
       SELECT contacts.id, hit.at FROM contacts JOIN hit ON hit.id = contacts.id
        WHERE contacts.last_engaged_at IS NULL OR contacts.last_engaged_at < hit.at - interval '1 hour'
        ORDER BY contacts.id FOR NO KEY UPDATE OF contacts)
     UPDATE contacts SET last_engaged_at = locked.at FROM locked WHERE contacts.id = locked.id`,
    [engaged.map(({ contactId }) => contactId), engaged.map(({ at }) => at)],
  );
}

/**
 * Whoever loads an image of a mail or follows its link, person or machine, has the mail: a message in doubt was accepted.
 * The books move in the same transaction.
 */
async function settleDoubt(client: PoolClient, hits: RecordedHit[]): Promise<void> {
  await client.query(
    `WITH settled AS (
       UPDATE messages
          SET state = 'accepted', accepted_at = coalesce(accepted_at, dot_sent_at, now()), finished_at = coalesce(finished_at, now()),
              category = NULL, next_attempt_at = NULL, leased_by = NULL, lease_until = NULL
        WHERE id = ANY($1::bigint[]) AND state = 'in_doubt'
        RETURNING id, workspace_id, campaign_id, contact_id, attempts, sending_server_id),
     told AS (
       INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, category, sending_server_id)
       SELECT workspace_id, campaign_id, id, contact_id, 'accepted', attempts, 'seen_by_recipient', sending_server_id FROM settled),
     counted AS (SELECT campaign_id, count(*)::int AS moved FROM settled GROUP BY 1)
     UPDATE campaigns SET in_doubt = in_doubt - moved, accepted = accepted + moved
       FROM counted WHERE campaigns.id = counted.campaign_id`,
    [hits.map(({ messageId }) => messageId)],
  );
}

/**
 * A burst of clicks was seen: those just before it were the machine's as well. The message's first click is taken back unless
 * a person's remains.
 */
export async function rescoreClicks(messageId: string, since: Date, reason: string): Promise<void> {
  const { rowCount } = await pool().query(
    `UPDATE tracking_events SET class = 'machine', reasons = reasons || $3::text
      WHERE message_id = $1 AND at >= $2 AND kind = 'click' AND class = 'human'`,
    [messageId, since, reason],
  );
  if (!rowCount) return;
  await pool().query(
    `UPDATE messages SET clicked_at =
            (SELECT min(at) FROM tracking_events WHERE message_id = $1 AND kind = 'click' AND class = 'human')
      WHERE id = $1 AND clicked_at >= $2`,
    [messageId, since],
  );
}

/**
 * Notes that a message's recipient unsubscribed by it, with the event, once: a second time changes nothing.
 * @returns whether it was the first time
 */
export async function addUnsubscribe(event: TrackingEvent): Promise<boolean> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    const { rowCount } = await client.query(
      "UPDATE messages SET unsubscribed_at = $2 WHERE id = $1 AND unsubscribed_at IS NULL",
      [event.messageId, event.at],
    );
    if (rowCount) await insertEvents(client, [event]);
    await client.query("COMMIT");
    return Boolean(rowCount);
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

/** The recipient came back by the undo button: the campaign did not lose them. Its events stay. */
export async function removeUnsubscribe(messageId: string): Promise<void> {
  await pool().query("UPDATE messages SET unsubscribed_at = NULL WHERE id = $1", [messageId]);
}
