import { pool } from "#lib/platform/database.ts";

/** What a person decided about messages of a campaign that had stopped. */
export type CampaignDecision = {
  id: string;
  kind: "resend_in_doubt" | "leave_in_doubt" | "send_to_rest" | "retry_failed";
  messages: number;
  at: Date;
  /** Null: somebody who is not known here any more. */
  by: string | null;
};

/** The newest first. By the index on (campaign_id, decided_at). */
export async function findDecisions(
  workspaceId: string,
  campaignId: string,
  limit: number,
): Promise<CampaignDecision[]> {
  const { rows } = await pool().query<CampaignDecision>(
    `SELECT decision.id, decision.kind, decision.messages, decision.decided_at AS at, person.name AS by
     FROM campaign_decisions decision LEFT JOIN users person ON person.id = decision.decided_by
     WHERE decision.campaign_id = $2 AND decision.workspace_id = $1
     ORDER BY decision.decided_at DESC, decision.id DESC LIMIT $3`,
    [workspaceId, campaignId, limit],
  );
  return rows;
}
