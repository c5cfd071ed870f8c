import type { PoolClient } from "pg";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { settleSeen } from "./seen-doubts-store.ts";
import type { TrackingEvent } from "./tracking-event.ts";

/** An open or a click, and whether it counts as the recipient's own doing. */
export type RecordedHit = TrackingEvent & {
  engaged: boolean;
  /** The message was in doubt when it was looked up: this hit settles it. */
  inDoubt: boolean;
};

/**
 * Commits a group of opens and clicks at once: the events, the first open and click of each message, the contact's last
 * engagement, and what they prove about messages in doubt. One statement and one round trip, but for messages in doubt.
 *
 * The rows are locked in the order of their ids, so that two processes never wait for each other in a circle; against other
 * writers' orders the group is tried three times.
 */
export async function addHits(hits: RecordedHit[], triesLeft = 3): Promise<void> {
  try {
    const doubtful = hits.filter(({ inDoubt }) => inDoubt);
    if (doubtful.length === 0) await writeHits(pool(), hits);
    else {
      await inTransaction(async (client) => {
        await writeHits(client, hits);
        await settleSeen(
          client,
          doubtful.map(({ messageId }) => messageId),
        );
      });
    }
  } catch (error) {
    const deadlock = (error as { code?: string }).code === "40P01";
    if (!deadlock || triesLeft <= 1) throw error;
    await addHits(hits, triesLeft - 1);
  }
}

const hitColumns =
  "(at, workspace_id, campaign_id, message_id, contact_id, kind, class, reasons, link_position, user_agent, network_hash)";

/** Arrays of arrays do not unnest row by row: the reasons travel as text, joined by commas. */
const hitRows = `unnest($1::timestamptz[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::"TrackingKind"[],
  $7::"TrackingClass"[], $8::text[], $9::int[], $10::text[], $11::text[]`;

const insertHits = `INSERT INTO tracking_events ${hitColumns}
  SELECT at, workspace_id, campaign_id, message_id, contact_id, kind, class,
         coalesce(string_to_array(nullif(reasons, ''), ','), '{}'), link_position, user_agent, network_hash FROM hit`;

function hitValues(events: TrackingEvent[]): unknown[] {
  return [
    events.map(({ at }) => at),
    events.map(({ workspaceId }) => workspaceId),
    events.map(({ campaignId }) => campaignId),
    events.map(({ messageId }) => messageId),
    events.map(({ contactId }) => contactId),
    events.map(({ kind }) => kind),
    events.map((event) => event.class),
    events.map(({ reasons }) => reasons.join(",")),
    events.map(({ linkPosition }) => linkPosition),
    events.map(({ userAgent }) => userAgent),
    events.map(({ networkHash }) => networkHash),
  ];
}

/**
 * Only a first open or first click writes a message's row, and a contact's at most once an hour: exact enough for segments,
 * and it spares the row's indexes.
 *
 * Plan: the messages and contacts of the group by their primary keys.
 */
async function writeHits(connection: Pick<PoolClient, "query">, hits: RecordedHit[]): Promise<void> {
  await connection.query({
    name: "write-hits",
    text: `WITH hit AS MATERIALIZED (
       SELECT * FROM ${hitRows}, $12::boolean[])
         AS one (at, workspace_id, campaign_id, message_id, contact_id, kind, class, reasons, link_position, user_agent,
                 network_hash, engaged)),
     stored AS (${insertHits}),
     first AS (
       SELECT message_id, min(at) FILTER (WHERE kind = 'open') AS opened_at, min(at) FILTER (WHERE kind = 'click') AS clicked_at
         FROM hit WHERE engaged GROUP BY message_id),
     message AS (
       SELECT messages.id, first.opened_at, first.clicked_at
         FROM messages JOIN first ON first.message_id = messages.id
        WHERE messages.opened_at IS NULL AND first.opened_at IS NOT NULL
           OR messages.clicked_at IS NULL AND first.clicked_at IS NOT NULL
        ORDER BY messages.id FOR NO KEY UPDATE OF messages),
     marked AS (
       UPDATE messages SET opened_at = coalesce(messages.opened_at, message.opened_at),
              clicked_at = coalesce(messages.clicked_at, message.clicked_at)
         FROM message WHERE messages.id = message.id),
     last AS (SELECT contact_id, max(at) AS at FROM hit WHERE engaged GROUP BY contact_id),
     contact AS (
       SELECT contacts.id, last.at FROM contacts JOIN last ON last.contact_id = contacts.id
        WHERE contacts.last_engaged_at IS NULL OR contacts.last_engaged_at < last.at - interval '1 hour'
        -- Whom an import holds just now is passed over: no pixel waits for it, and the next hit says the same.
        ORDER BY contacts.id FOR NO KEY UPDATE OF contacts SKIP LOCKED)
     UPDATE contacts SET last_engaged_at = contact.at FROM contact WHERE contacts.id = contact.id`,
    values: [...hitValues(hits), hits.map(({ engaged }) => engaged)],
  });
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
  return await inTransaction(async (client) => {
    const { rowCount } = await client.query(
      "UPDATE messages SET unsubscribed_at = $2 WHERE id = $1 AND unsubscribed_at IS NULL",
      [event.messageId, event.at],
    );
    if (rowCount)
      await client.query(
        `WITH hit AS (SELECT * FROM ${hitRows}) AS one ${hitColumns}) ${insertHits}`,
        hitValues([event]),
      );
    return Boolean(rowCount);
  });
}

/** The recipient came back by the undo button: the campaign did not lose them. Its events stay. */
export async function removeUnsubscribe(messageId: string): Promise<void> {
  await pool().query("UPDATE messages SET unsubscribed_at = NULL WHERE id = $1", [messageId]);
}
