import { pool } from "#lib/platform/database.ts";

/** One thing that happened between a workspace and a contact. */
export type TimelineEntry = {
  at: Date;
  /** `sent` is the acceptance by the receiving server. */
  kind: "sent" | "deferred" | "bounced" | "expired" | "in_doubt" | "open" | "click" | "unsubscribe";
  campaignId: string;
  campaignName: string;
  /** Of an open or click: whether a machine did it. */
  byMachine: boolean;
  /** Of a click: where it leads. */
  url: string | null;
  /** Of a delivery: the server's words. */
  replyText: string | null;
  replyCode: number | null;
  /** Of a delivery that failed: one of delivery's categories. */
  category: string | null;
};

/**
 * The newest entries of a contact, deliveries and tracking together.
 *
 * Plan: each month's partition of both tables through (contact_id, at), newest first, merged and cut.
 */
export async function findTimeline(
  workspaceId: string,
  contactId: string,
  before: Date | null,
  limit: number,
): Promise<TimelineEntry[]> {
  const { rows } = await pool().query<TimelineEntry>(
    `SELECT entry.*, c.name AS "campaignName"
       FROM (
         (SELECT at, CASE WHEN kind = 'accepted' THEN 'sent' ELSE kind::text END AS kind, campaign_id AS "campaignId",
                 false AS "byMachine", NULL::text AS url, reply_text AS "replyText", reply_code AS "replyCode", category
            FROM delivery_events
           WHERE contact_id = $2 AND workspace_id = $1 AND ($3::timestamptz IS NULL OR at < $3)
             AND kind IN ('accepted', 'deferred', 'bounced', 'expired', 'in_doubt')
           ORDER BY at DESC LIMIT $4)
         UNION ALL
         (SELECT e.at, e.kind::text, e.campaign_id, e.class = 'machine', l.url, NULL, NULL, NULL
            FROM tracking_events e
            LEFT JOIN links l ON l.campaign_id = e.campaign_id AND l.position = e.link_position
           WHERE e.contact_id = $2 AND e.workspace_id = $1 AND ($3::timestamptz IS NULL OR e.at < $3)
           ORDER BY e.at DESC LIMIT $4)) AS entry
       JOIN campaigns c ON c.id = entry."campaignId"
      ORDER BY entry.at DESC LIMIT $4`,
    [workspaceId, contactId, before, limit],
  );
  return rows;
}
