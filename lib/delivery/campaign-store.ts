import type { CampaignPriority } from "#lib/drafts/campaign-draft.ts";
import type { CampaignState } from "#lib/drafts/campaign-state.ts";
import { pool } from "#lib/platform/database.ts";
import type { WindowFields } from "#lib/timing/send-window.ts";

export type SendingCampaign = WindowFields & {
  id: string;
  workspaceId: string;
  name: string;
  senderId: string | null;
  /** The From that its mails carry: the sender's may have been changed since they were made. */
  fromEmail: string;
  priority: CampaignPriority;
  /** Recipients written so far. */
  audience: number;
  maxPerSecond: number | null;
  recipientTime: boolean;
  spreadHours: number | null;
  retryHours: number;
  /** Something of it was accepted, by whatever server. */
  hasGotThrough: boolean;
  /** Mailbox providers that refuse this sender, for which it has stopped. */
  heldProviders: string[];
  /** Changes when the content was planned anew. */
  contentAt: Date;
};

/** A campaign that is sending, null if it is not. */
export async function findSendingCampaign(id: string): Promise<SendingCampaign | null> {
  const { rows } = await pool().query<SendingCampaign>(
    `SELECT campaign.id, campaign.workspace_id AS "workspaceId", campaign.name, campaign.sender_id AS "senderId", content.from_email AS "fromEmail", campaign.priority, campaign.audience,
       campaign.recipient_time AS "recipientTime", campaign.max_per_second AS "maxPerSecond", campaign.spread_hours AS "spreadHours", campaign.time_zone AS "timeZone",
       campaign.window_from AS "windowFrom", campaign.window_to AS "windowTo", campaign.window_days AS "windowDays",
       ARRAY(SELECT provider FROM campaign_provider_holds hold
         WHERE hold.campaign_id = campaign.id AND hold.released_at IS NULL) AS "heldProviders",
       campaign.retry_hours AS "retryHours", campaign.accepted > 0 AS "hasGotThrough", content.created_at AS "contentAt"
     FROM campaigns campaign JOIN campaign_contents content ON content.campaign_id = campaign.id
     WHERE campaign.id = $1 AND campaign.state = 'sending'`,
    [id],
  );
  return rows[0] ?? null;
}

/** Those of the campaigns that are sending. By their keys. */
export async function findStillSending(ids: string[]): Promise<Set<string>> {
  const { rows } = await pool().query<{ id: string }>(
    "SELECT id FROM campaigns WHERE id = ANY($1::uuid[]) AND state = 'sending'",
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

export type CampaignContentRow = {
  subject: string;
  html: string;
  text: string;
  fromName: string;
  fromEmail: string;
  replyTo: string | null;
  linkCount: number;
  /** Under which key its Message-IDs are made; null: not written down yet. */
  messageKey: string | null;
};

export async function readContent(campaignId: string): Promise<CampaignContentRow> {
  const { rows } = await pool().query<CampaignContentRow>(
    `SELECT subject, html, text, from_name AS "fromName", from_email AS "fromEmail", reply_to AS "replyTo", message_key AS "messageKey",
       (SELECT coalesce(max(position) + 1, 0)::int FROM links WHERE links.campaign_id = $1) AS "linkCount"
     FROM campaign_contents WHERE campaign_id = $1`,
    [campaignId],
  );
  const content = rows[0];
  if (!content) throw new Error(`campaign ${campaignId} has no content`);
  return content;
}

/**
 * Writes down under which key a campaign's Message-IDs are made, unless one of these is written down already. Who asks at the same
 * moment hears the same.
 *
 * @param keys ids of the keys that are there, the present one first
 */
export async function fixMessageKey(campaignId: string, keys: readonly string[]): Promise<string | null> {
  const { rows } = await pool().query<{ messageKey: string }>(
    `UPDATE campaign_contents
     SET message_key = CASE WHEN message_key = ANY($2::text[]) THEN message_key ELSE ($2::text[])[1] END
     WHERE campaign_id = $1 RETURNING message_key AS "messageKey"`,
    [campaignId, keys],
  );
  return rows[0]?.messageKey ?? null;
}

/** The state of a workspace's campaign, null if it has none of this id. */
export async function findStateFor(workspaceId: string, id: string): Promise<CampaignState | null> {
  const { rows } = await pool().query<{ state: CampaignState }>(
    "SELECT state FROM campaigns WHERE id = $2 AND workspace_id = $1",
    [workspaceId, id],
  );
  return rows[0]?.state ?? null;
}
