import { type CampaignMove, campaignMoves } from "#lib/drafts/campaign-state.ts";
import { pool } from "#lib/platform/database.ts";
import type { PauseReason } from "./pause-reason.ts";

type MoveOptions = {
  /** Only a campaign of this workspace: given whenever a person moves it. */
  workspaceId?: string;
  scheduledAt?: Date;
  /** When planning begins, if that is before its time. */
  startAt?: Date | null;
  timeZone?: string;
  /** Null takes a reason away. */
  pauseReason?: PauseReason | null;
  /** Only one that waits for its time and whose time has come. */
  onlyDue?: boolean;
};

/**
 * Does one move if the campaign is where the move starts, in one conditional update: of two who try at once, one gets true.
 * Launching, finishing and cancelling leave their times; only what has no recipients yet is planned again. A campaign that a
 * person launches goes now, so it loses the time that it waited for: by their own clocks, its recipients would wait for it too.
 */
export async function moveCampaign(
  id: string,
  move: CampaignMove,
  options: MoveOptions = {},
): Promise<boolean> {
  const { from, to } = campaignMoves[move];
  const { rowCount } = await pool().query(
    `UPDATE campaigns SET
       state = $3::text::"CampaignState",
       scheduled_at = CASE WHEN $9 = 'launch' AND NOT $10 THEN NULL ELSE coalesce($5, scheduled_at) END,
       -- It cannot have been missed before it was set.
       start_at = CASE WHEN $9 NOT IN ('schedule', 'launch') THEN start_at WHEN $11::timestamptz < now() THEN now() ELSE $11 END,
       time_zone = coalesce($6, time_zone),
       pause_reason = CASE WHEN $7 THEN $8::jsonb ELSE pause_reason END,
       launched_at = CASE WHEN $9 = 'launch' THEN now() ELSE launched_at END,
       finished_at = CASE WHEN $9 IN ('finish', 'cancel') THEN now() ELSE finished_at END,
       updated_at = now()
     WHERE id = $1 AND state = ANY($2::text[]::"CampaignState"[])
       AND ($4::uuid IS NULL OR workspace_id = $4)
       AND ($9 <> 'planAgain' OR planned_to IS NULL)
       AND (NOT $10 OR (state = 'scheduled' AND coalesce(start_at, scheduled_at) <= now()))`,
    [
      id,
      from,
      to,
      options.workspaceId ?? null,
      options.scheduledAt ?? null,
      options.timeZone ?? null,
      options.pauseReason !== undefined,
      options.pauseReason ? JSON.stringify(options.pauseReason) : null,
      move,
      options.onlyDue ?? false,
      options.startAt ?? null,
    ],
  );
  return rowCount === 1;
}

export type DueCampaign = {
  id: string;
  scheduledAt: Date;
  /** Its time was before sending was held as after a restore: what ran until then may have started it. */
  mayHaveGone: boolean;
};

/** Campaigns whose time has come, somewhere. By the index on state: those that are scheduled are few. */
export async function findDue(): Promise<DueCampaign[]> {
  const { rows } = await pool().query<DueCampaign>(
    `SELECT id, scheduled_at AS "scheduledAt",
       EXISTS (SELECT FROM sending_holds WHERE held_at >= coalesce(start_at, scheduled_at)) AS "mayHaveGone"
     FROM campaigns
     WHERE state = 'scheduled' AND coalesce(start_at, scheduled_at) <= now() ORDER BY scheduled_at`,
  );
  return rows;
}

/**
 * Campaigns that were moved while the job that acts on it was lost: launched or cancelled over ten seconds ago and not acted on.
 */
export async function findForgotten(): Promise<{ planning: string[]; cancelled: string[] }> {
  const { rows } = await pool().query<{ id: string; state: "planning" | "cancelled" }>(
    `SELECT id, state FROM campaigns
     WHERE (state = 'planning' AND updated_at < now() - interval '10 seconds')
        OR (state = 'cancelled' AND queued + deferred > 0 AND finished_at < now() - interval '10 seconds')`,
  );
  const of = (state: string) => rows.filter((row) => row.state === state).map(({ id }) => id);
  return { planning: of("planning"), cancelled: of("cancelled") };
}

/**
 * Finishes a campaign whose recipients are all written, with nothing queued, under way or deferred. The books decide, not the rows: they are kept by the same
 * transactions. @returns whether this call did it
 */
export async function finishIfDone(campaignId: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    `UPDATE campaigns SET state = 'finished', finished_at = now(), updated_at = now()
     WHERE id = $1 AND state = ANY($2::text[]::"CampaignState"[]) AND queued + sending + deferred = 0
       AND planned_at IS NOT NULL`,
    [campaignId, campaignMoves.finish.from],
  );
  return rowCount === 1;
}
