import { pool } from "#lib/platform/database.ts";
import { refusalsToStop, type StoppingCategory } from "./provider-hold.ts";

export type FoundHold = { campaignId: string; provider: string; isHeld: boolean; isNew: boolean };

/**
 * Stops a message's campaign for its mailbox provider, if enough of the provider's last answers to the campaign were of this
 * category: by whichever worker they were heard, and whether in the session or by a report. After a person let it go on, only
 * a message that was sent since can stop it again.
 *
 * Plan expected: the campaign's newest 200 events by the index on (campaign_id, at), each with its message by the primary key.
 * Once for each refusal of these few kinds.
 *
 * @returns null for a message whose provider is not known
 */
export async function holdIfRefused(
  messageId: string,
  category: StoppingCategory,
  said: string,
): Promise<FoundHold | null> {
  const { rows } = await pool().query<FoundHold>(
    `WITH refused AS (
       SELECT campaign_id, workspace_id, provider, coalesce(accepted_at, now()) AS sent_at FROM messages
       WHERE id = $1::bigint AND provider IS NOT NULL
     ), recent AS (
       SELECT message_id, category, at FROM delivery_events
       WHERE campaign_id = (SELECT campaign_id FROM refused) AND at > now() - interval '7 days'
         AND kind IN ('accepted', 'deferred', 'bounced')
       ORDER BY at DESC LIMIT 200
     ), answers AS (
       SELECT recent.category FROM recent JOIN messages message ON message.id = recent.message_id
       WHERE message.provider = (SELECT provider FROM refused) ORDER BY recent.at DESC LIMIT $4
     ), held AS (
       INSERT INTO campaign_provider_holds AS hold (campaign_id, provider, workspace_id, category, said)
       SELECT campaign_id, provider, workspace_id, $2, $3 FROM refused
       WHERE (SELECT count(*) FROM answers WHERE category = $2) >= $5
       ON CONFLICT (campaign_id, provider) DO UPDATE SET category = excluded.category, said = excluded.said,
         held_at = now(), released_at = NULL, released_by = NULL
         WHERE hold.released_at < (SELECT sent_at FROM refused)
       RETURNING provider
     )
     SELECT refused.campaign_id AS "campaignId", refused.provider, EXISTS (SELECT FROM held) AS "isNew",
       EXISTS (SELECT FROM held) OR EXISTS (SELECT FROM campaign_provider_holds hold
         WHERE hold.campaign_id = refused.campaign_id AND hold.provider = refused.provider
           AND hold.released_at IS NULL) AS "isHeld"
     FROM refused`,
    [messageId, category, said.slice(0, 1_000), refusalsToStop.answers, refusalsToStop.refusals],
  );
  return rows[0] ?? null;
}

export type HoldRow = { provider: string; category: string; said: string; heldAt: Date };

/** Providers for which a campaign has stopped; none for one of another workspace. */
export async function findHolds(workspaceId: string, campaignId: string): Promise<HoldRow[]> {
  const { rows } = await pool().query<HoldRow>(
    `SELECT provider, category, said, held_at AS "heldAt" FROM campaign_provider_holds
     WHERE campaign_id = $2 AND workspace_id = $1 AND released_at IS NULL ORDER BY held_at`,
    [workspaceId, campaignId],
  );
  return rows;
}

export type OpenHold = {
  campaignId: string;
  name: string;
  provider: string;
  category: string;
};

/** Campaigns that stopped for a provider and wait for a person; of those that are over, the last two weeks'. */
export async function findOpenHolds(workspaceId: string): Promise<OpenHold[]> {
  const { rows } = await pool().query<OpenHold>(
    `SELECT hold.campaign_id AS "campaignId", campaign.name, hold.provider, hold.category
     FROM campaign_provider_holds hold JOIN campaigns campaign ON campaign.id = hold.campaign_id
     WHERE hold.workspace_id = $1 AND hold.released_at IS NULL AND campaign.state <> 'cancelled'
       AND (campaign.state <> 'finished' OR hold.held_at > now() - interval '14 days')
     ORDER BY hold.held_at DESC LIMIT 20`,
    [workspaceId],
  );
  return rows;
}
