import { pool } from "#lib/platform/database.ts";

/** A workspace's own time zone, and today there, `2026-11-21`. */
export async function findWorkspaceClock(workspaceId: string): Promise<{ timeZone: string; today: string }> {
  const { rows } = await pool().query<{ timeZone: string; today: string }>(
    `SELECT time_zone AS "timeZone", to_char(now() AT TIME ZONE time_zone, 'YYYY-MM-DD') AS today
       FROM workspaces WHERE id = $1`,
    [workspaceId],
  );
  const row = rows[0];
  if (!row) throw new Error("the actor's workspace is gone");
  return row;
}

export type WaitingCampaign = {
  id: string;
  name: string;
  state: "paused" | "held" | "scheduled";
  pauseReason: unknown;
  scheduledAt: Date | null;
  timeZone: string;
};

/** Campaigns that wait: for a person (paused, held) or for their time (scheduled, the next one first). */
export async function findWaitingCampaigns(workspaceId: string): Promise<WaitingCampaign[]> {
  const { rows } = await pool().query<WaitingCampaign>(
    `SELECT id, name, state, pause_reason AS "pauseReason", scheduled_at AS "scheduledAt", time_zone AS "timeZone"
       FROM campaigns WHERE workspace_id = $1 AND state IN ('paused', 'held', 'scheduled')
      ORDER BY scheduled_at NULLS LAST, updated_at DESC`,
    [workspaceId],
  );
  return rows;
}

export type OpenDoubts = { campaignId: string; name: string; count: number };

/** Finished campaigns with messages in doubt that nobody decided about. By messages_doubt_idx, which holds only rows in doubt. */
export async function findOpenDoubts(workspaceId: string): Promise<OpenDoubts[]> {
  const { rows } = await pool().query<OpenDoubts>(
    `SELECT c.id AS "campaignId", c.name, count(*)::int AS count
       FROM messages m JOIN campaigns c ON c.id = m.campaign_id
      WHERE m.state = 'in_doubt' AND m.workspace_id = $1 AND c.state = 'finished'
        AND (m.doubt_decided_at IS NULL OR m.doubt_decided_at < m.dot_sent_at)
      GROUP BY c.id ORDER BY c.finished_at DESC`,
    [workspaceId],
  );
  return rows;
}

export type BlockedCampaign = { campaignId: string; name: string; count: number };

/**
 * Campaigns of the last two weeks whose sender's server or domain was blocked, for three recipients or more: one may have a
 * filter of their own. Bounced, or still tried again.
 *
 * Plan expected: the workspace's campaigns, and of each those that bounced or are deferred by messages_few_idx.
 */
export async function findBlockedCampaigns(workspaceId: string): Promise<BlockedCampaign[]> {
  const { rows } = await pool().query<BlockedCampaign>(
    `SELECT c.id AS "campaignId", c.name, count(*)::int AS count
       FROM campaigns c JOIN messages m ON m.campaign_id = c.id
      WHERE c.workspace_id = $1 AND c.launched_at > now() - interval '14 days' AND c.state <> 'cancelled'
        AND m.state IN ('bounced', 'deferred') AND m.category = 'block_reputation'
      GROUP BY c.id HAVING count(*) >= 3 ORDER BY c.launched_at DESC`,
    [workspaceId],
  );
  return rows;
}

export type ImportOfNote = {
  id: string;
  fileName: string;
  state: "finished" | "failed";
  rejectedRows: number;
  totalRows: number;
};

/** Imports of the last week that failed or left rows behind, the newest three. */
export async function findImportsOfNote(workspaceId: string): Promise<ImportOfNote[]> {
  const { rows } = await pool().query<ImportOfNote>(
    `SELECT id, file_name AS "fileName", state, rejected_rows AS "rejectedRows", total_rows AS "totalRows"
       FROM imports
      WHERE workspace_id = $1 AND created_at > now() - interval '7 days'
        AND (state = 'failed' OR state = 'finished' AND rejected_rows > 0)
      ORDER BY created_at DESC LIMIT 3`,
    [workspaceId],
  );
  return rows;
}

export type TrendDay = { day: string; accepted: number; opens: number; bounces: number; complaints: number };

/**
 * What happened to messages by day of the workspace's zone, since a local day. Opens and the others stand on the day they
 * happened, whatever the day of the mail.
 *
 * Plan: the rows of the campaigns launched in the last 60 days through (campaign_id, contact_id); a million rows take a second.
 */
export async function countTrend(workspaceId: string, timeZone: string, since: string): Promise<TrendDay[]> {
  const { rows } = await pool().query<TrendDay>(
    `SELECT to_char(fact.at AT TIME ZONE $2, 'YYYY-MM-DD') AS day,
            count(*) FILTER (WHERE kind = 'accepted')::int AS accepted, count(*) FILTER (WHERE kind = 'opens')::int AS opens,
            count(*) FILTER (WHERE kind = 'bounces')::int AS bounces, count(*) FILTER (WHERE kind = 'complaints')::int AS complaints
       FROM campaigns c
       JOIN messages m ON m.campaign_id = c.id
       CROSS JOIN LATERAL (VALUES ('accepted', m.accepted_at), ('opens', m.opened_at),
                                  ('bounces', CASE WHEN m.state = 'bounced' THEN m.finished_at END),
                                  ('complaints', m.complained_at)) AS fact (kind, at)
      WHERE c.workspace_id = $1 AND c.launched_at > now() - interval '60 days' AND fact.at >= $3::timestamp AT TIME ZONE $2
      GROUP BY 1`,
    [workspaceId, timeZone, since],
  );
  return rows;
}

export type FirstSteps = { contacts: boolean; sender: boolean; template: boolean; campaign: boolean };

/** Which of the four first steps are done. Four existence tests. */
export async function findFirstSteps(workspaceId: string): Promise<FirstSteps> {
  const { rows } = await pool().query<FirstSteps>(
    `SELECT EXISTS (SELECT FROM contacts WHERE workspace_id = $1) AS contacts,
            EXISTS (SELECT FROM senders WHERE workspace_id = $1 AND archived_at IS NULL) AS sender,
            EXISTS (SELECT FROM templates WHERE workspace_id = $1) OR
            EXISTS (SELECT FROM campaigns WHERE workspace_id = $1 AND mjml <> '') AS template,
            EXISTS (SELECT FROM campaigns WHERE workspace_id = $1 AND launched_at IS NOT NULL) AS campaign`,
    [workspaceId],
  );
  return rows[0] ?? { contacts: false, sender: false, template: false, campaign: false };
}
