import type { Actor } from "#lib/accounts/actor.ts";
import { pool } from "#lib/platform/database.ts";

/** What a person decided about messages of a campaign that had stopped. */
export type CampaignDecision = {
  id: string;
  kind: "resend_in_doubt" | "leave_in_doubt" | "send_to_rest" | "retry_failed" | "release_provider";
  messages: number;
  /** The mailbox provider that it was about. */
  provider: string | null;
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
    `SELECT decision.id, decision.kind, decision.messages, decision.provider, decision.decided_at AS at, person.name AS by
     FROM campaign_decisions decision LEFT JOIN users person ON person.id = decision.decided_by
     WHERE decision.campaign_id = $2 AND decision.workspace_id = $1
     ORDER BY decision.decided_at DESC, decision.id DESC LIMIT $3`,
    [workspaceId, campaignId, limit],
  );
  return rows;
}

/**
 * Lets a campaign go on for a provider, and keeps who did it and how many waited there.
 *
 * Plan expected: the hold by its key; the campaign's messages that have not gone by the partial indexes on those states, once
 * for each press of the button.
 *
 * @returns false when it had not stopped there, or is another workspace's
 */
export async function endHold(actor: Actor, campaignId: string, provider: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `WITH released AS (
       UPDATE campaign_provider_holds SET released_at = now(), released_by = $4
       WHERE campaign_id = $2 AND workspace_id = $1 AND provider = $3 AND released_at IS NULL
       RETURNING campaign_id
     )
     INSERT INTO campaign_decisions (id, workspace_id, campaign_id, kind, messages, provider, decided_by)
     SELECT gen_random_uuid(), $1, campaign_id, 'release_provider',
       (SELECT count(*)::int FROM messages WHERE campaign_id = $2 AND provider = $3 AND state = 'queued')
         + (SELECT count(*)::int FROM messages WHERE campaign_id = $2 AND provider = $3 AND state = 'deferred'),
       $3, $4
     FROM released`,
    [actor.workspaceId, campaignId, provider, actor.userId],
  );
  return rowCount === 1;
}
