import { pool } from "#lib/platform/database.ts";

/** One thing that happened between a workspace and a contact. */
export type TimelineEntry = {
  at: Date;
  /** `sent` is the acceptance by the receiving server. */
  kind:
    | "sent"
    | "deferred"
    | "bounced"
    | "expired"
    | "in_doubt"
    | "open"
    | "click"
    | "unsubscribe"
    /** Of a decision about the message: it was sent again while in doubt, left in doubt, or sent or tried again. */
    | "resent"
    | "left"
    | "requeued"
    /** Of a decision about everybody at the contact's domain. */
    | "domain_suppressed"
    | "domain_kept";
  campaignId: string;
  campaignName: string;
  /** Of an open or click: whether a machine did it. */
  byMachine: boolean;
  /** Of a click: where it leads. */
  url: string | null;
  /** Of a delivery: the server's words. */
  replyText: string | null;
  replyCode: number | null;
  enhancedCode: string | null;
  /** Of a delivery: which attempt it was, and through which server; null when that was removed or nothing was sent. */
  attempt: number | null;
  server: string | null;
  /** Of a delivery that failed: one of delivery's categories. */
  category: string | null;
  /** Of a decision: who took it; null when that is not known any more. */
  by: string | null;
  /** Of a decision about a domain: which, and how many contacts had it. */
  domain: string | null;
  contacts: number | null;
};

/**
 * The newest entries of a contact, deliveries, tracking and what people decided together. A decision is written by the same
 * statement as its events and so has their very moment: that says whose an event is.
 *
 * Plan: each month's partition of both tables through (contact_id, at), newest first, merged and cut; for the few events that
 * somebody decided, campaign_decisions through (campaign_id, decided_at); domain_questions through (workspace_id, domain).
 */
export async function findTimeline(
  workspaceId: string,
  contactId: string,
  before: Date | null,
  limit: number,
): Promise<TimelineEntry[]> {
  const { rows } = await pool().query<TimelineEntry>(
    `SELECT entry.at, entry.kind, entry."campaignId", c.name AS "campaignName", entry."byMachine", entry.url,
            entry."replyText", entry."replyCode", entry."enhancedCode", entry.category, entry.attempt, server.name AS server, person.name AS by, entry.domain, entry.contacts
       FROM (
         (SELECT at, CASE WHEN kind = 'accepted' THEN 'sent' ELSE kind::text END AS kind, campaign_id AS "campaignId",
                 false AS "byMachine", NULL::text AS url, reply_text AS "replyText", reply_code AS "replyCode", category,
                 NULL::uuid AS "decidedBy", NULL::text AS domain, NULL::int AS contacts,
                 enhanced_code AS "enhancedCode", attempt, sending_server_id AS "serverId"
            FROM delivery_events
           WHERE contact_id = $2 AND workspace_id = $1 AND ($3::timestamptz IS NULL OR at < $3)
             AND kind IN ('accepted', 'deferred', 'bounced', 'expired', 'in_doubt', 'resent', 'left', 'requeued')
           ORDER BY at DESC LIMIT $4)
         UNION ALL
         (SELECT e.at, e.kind::text, e.campaign_id, e.class = 'machine', l.url, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM tracking_events e
            LEFT JOIN links l ON l.campaign_id = e.campaign_id AND l.position = e.link_position
           WHERE e.contact_id = $2 AND e.workspace_id = $1 AND ($3::timestamptz IS NULL OR e.at < $3)
           ORDER BY e.at DESC LIMIT $4)
         UNION ALL
         (SELECT q.decided_at, CASE q.decision WHEN 'suppress' THEN 'domain_suppressed' ELSE 'domain_kept' END,
                 q.campaign_ids[1], false, NULL, NULL, NULL, NULL, q.decided_by, q.domain, q.contacts, NULL, NULL, NULL
            FROM contacts contact
            JOIN domain_questions q ON q.workspace_id = $1 AND q.domain = split_part(contact.email, '@', -1)
           WHERE contact.id = $2 AND contact.workspace_id = $1 AND q.decided_at >= contact.created_at
             AND ($3::timestamptz IS NULL OR q.decided_at < $3)
           ORDER BY q.decided_at DESC LIMIT $4)) AS entry
       JOIN campaigns c ON c.id = entry."campaignId"
       LEFT JOIN sending_servers server ON server.id = entry."serverId"
       LEFT JOIN LATERAL (
         SELECT d.decided_by FROM campaign_decisions d
          WHERE d.campaign_id = entry."campaignId" AND d.workspace_id = $1 AND d.decided_at = entry.at
            AND d.kind::text = ANY(CASE entry.kind WHEN 'resent' THEN ARRAY['resend_in_doubt']
                  WHEN 'left' THEN ARRAY['leave_in_doubt'] WHEN 'requeued' THEN ARRAY['send_to_rest', 'retry_failed'] END)
          LIMIT 1) AS decision ON true
       LEFT JOIN users person ON person.id = coalesce(entry."decidedBy", decision.decided_by)
      ORDER BY entry.at DESC LIMIT $4`,
    [workspaceId, contactId, before, limit],
  );
  return rows;
}
