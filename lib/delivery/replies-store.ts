import { pool } from "#lib/platform/database.ts";
import type { ReplyCategory } from "#lib/replies/reply-category.ts";

export type LastReply = {
  /** Decimal id of the message. */
  messageId: string;
  /** ISO 8601 in UTC. */
  at: string;
  kind: "deferred" | "bounced" | "expired" | "in_doubt" | "released";
  /** Null where it was said to everybody. */
  email: string | null;
  stage: string | null;
  replyCode: number | null;
  enhancedCode: string | null;
  replyText: string | null;
  category: ReplyCategory | null;
};

/**
 * The newest answers that were not a yes, of each message the last one. What was said to everybody counts once: each try of a
 * server that is away would add another, until nothing else was seen.
 *
 * Plan expected: the index on (campaign_id, at) backwards over the newest partitions, at most 5,000 events looked at, so that
 * a campaign in which all is well is not read to its beginning.
 */
export async function findLastReplies(
  workspaceId: string,
  campaignId: string,
  limit: number,
): Promise<LastReply[]> {
  const { rows } = await pool().query<Omit<LastReply, "at"> & { at: Date }>(
    `SELECT event.message_id::text AS "messageId", event.at, event.kind,
       CASE WHEN event.kind <> 'released' THEN message.email END AS email, event.stage,
       event.reply_code AS "replyCode", event.enhanced_code AS "enhancedCode", event.reply_text AS "replyText",
       event.category
     FROM (
       SELECT *, row_number() OVER (
           PARTITION BY CASE kind WHEN 'released' THEN category ELSE message_id::text END ORDER BY at DESC, id DESC
         ) AS nth FROM (
         SELECT * FROM delivery_events WHERE campaign_id = $2 AND workspace_id = $1 ORDER BY at DESC LIMIT 5000
       ) newest
       WHERE kind IN ('deferred', 'bounced', 'expired', 'in_doubt') OR (kind = 'released' AND category IS NOT NULL)
     ) event
     JOIN messages message ON message.id = event.message_id
     WHERE event.nth = 1
     ORDER BY event.at DESC, event.id DESC LIMIT $3`,
    [workspaceId, campaignId, limit],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
