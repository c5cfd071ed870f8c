import type { CampaignState } from "#lib/drafts/campaign-state.ts";
import { pool } from "#lib/platform/database.ts";
import type { CampaignBooks } from "#lib/progress/campaign-progress.ts";

/** A launched campaign in one line. */
export type ReportLine = CampaignBooks & {
  id: string;
  name: string;
  subject: string;
  state: CampaignState;
  audience: number;
  launchedAt: Date;
  opened: number;
  clicked: number;
  unsubscribed: number;
  complained: number;
};

/**
 * Launched campaigns, the newest first, with what their people did.
 *
 * Plan: the page's campaigns through (workspace_id, created_at), then one scan of the rows of each: 20 campaigns of 5,000 take
 * some 50 ms.
 */
export async function findReportLines(
  workspaceId: string,
  { words, before, limit }: { words: string | null; before: Date | null; limit: number },
): Promise<ReportLine[]> {
  const { rows } = await pool().query<ReportLine>(
    `SELECT c.id, c.name, c.subject, c.state, c.audience, c.queued, c.sending, c.deferred, c.accepted, c.bounced, c.expired,
            c.skipped, c.in_doubt AS "inDoubt", c.cancelled, c.launched_at AS "launchedAt", did.opened, did.clicked,
            did.unsubscribed, did.complained
       FROM (SELECT * FROM campaigns
              WHERE workspace_id = $1 AND launched_at IS NOT NULL AND ($2::timestamptz IS NULL OR launched_at < $2)
                AND ($3::text IS NULL OR name ILIKE $3 OR subject ILIKE $3)
              ORDER BY launched_at DESC LIMIT $4) AS c
       CROSS JOIN LATERAL (
         SELECT count(opened_at)::int AS opened, count(clicked_at)::int AS clicked,
                count(unsubscribed_at)::int AS unsubscribed, count(complained_at)::int AS complained
           FROM messages WHERE campaign_id = c.id) AS did
      ORDER BY c.launched_at DESC`,
    [workspaceId, before, words && `%${words.replace(/[\\%_]/g, "\\$&")}%`, limit],
  );
  return rows;
}
