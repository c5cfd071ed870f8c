import type { CampaignState } from "#lib/drafts/campaign-state.ts";
import { pool } from "#lib/platform/database.ts";
import type { CampaignBooks } from "#lib/progress/campaign-progress.ts";
import type { DomainFigures, Engagement, FailureReason, LinkFigures, Whose } from "./campaign-report.ts";
import type { SeriesPoint, SeriesUnit } from "./time-series.ts";

export type ReportRow = CampaignBooks & {
  id: string;
  name: string;
  subject: string;
  state: CampaignState;
  audience: number;
  launchedAt: Date | null;
  finishedAt: Date | null;
  trackOpens: boolean;
  trackClicks: boolean;
  timeZone: string;
  /** Launch and now as local time of the workspace, `2026-11-21T14:35`. */
  launchedLocal: string | null;
  nowLocal: string;
};

/** An id comes from an address that anybody can type. */
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A campaign of the workspace with its books and the workspace's zone. By primary key. */
export async function findReportRow(workspaceId: string, campaignId: string): Promise<ReportRow | null> {
  if (!uuid.test(campaignId)) return null;
  const { rows } = await pool().query<ReportRow>(
    `SELECT c.id, c.name, c.subject, c.state, c.audience, c.queued, c.sending, c.deferred, c.accepted, c.bounced, c.expired,
            c.skipped, c.in_doubt AS "inDoubt", c.cancelled, c.launched_at AS "launchedAt", c.finished_at AS "finishedAt",
            c.track_opens AS "trackOpens", c.track_clicks AS "trackClicks", w.time_zone AS "timeZone",
            to_char(c.launched_at AT TIME ZONE w.time_zone, 'YYYY-MM-DD"T"HH24:MI') AS "launchedLocal",
            to_char(now() AT TIME ZONE w.time_zone, 'YYYY-MM-DD"T"HH24:MI') AS "nowLocal"
       FROM campaigns c JOIN workspaces w ON w.id = c.workspace_id
      WHERE c.id = $2 AND c.workspace_id = $1`,
    [workspaceId, campaignId],
  );
  return rows[0] ?? null;
}

export type MessageCounts = CampaignBooks & {
  opened: number;
  clicked: number;
  unsubscribed: number;
  complained: number;
};

/** Everything that the rows themselves say. Plan: one scan of the campaign's rows, 5,000 in 5 ms, a million in a second. */
export async function countMessages(campaignId: string): Promise<MessageCounts> {
  const state = (name: string) => `count(*) FILTER (WHERE state = '${name}')::int`;
  const { rows } = await pool().query<MessageCounts>(
    `SELECT ${state("queued")} AS queued, ${state("sending")} AS sending, ${state("deferred")} AS deferred,
            ${state("accepted")} AS accepted, ${state("bounced")} AS bounced, ${state("expired")} AS expired,
            ${state("skipped")} AS skipped, ${state("in_doubt")} AS "inDoubt", ${state("cancelled")} AS cancelled,
            count(opened_at)::int AS opened, count(clicked_at)::int AS clicked,
            count(unsubscribed_at)::int AS unsubscribed, count(complained_at)::int AS complained
       FROM messages WHERE campaign_id = $1`,
    [campaignId],
  );
  return rows[0] as MessageCounts;
}

/** The classes that count for a kind of event, as SQL: opens of people and proxies, clicks of people, or everything. */
const counting: Record<Whose, string> = {
  human: "(class = 'human' OR kind = 'open' AND class = 'proxy')",
  all: "true",
};

export type EventCounts = { opens: Engagement; clicks: Engagement; hiddenByApple: number };

/** Plan: the campaign's events through (campaign_id, at) in each month's partition. */
export async function countEvents(campaignId: string, whose: Whose): Promise<EventCounts> {
  const { rows } = await pool().query<{
    openPeople: number;
    openTimes: number;
    clickPeople: number;
    clickTimes: number;
    hiddenByApple: number;
  }>(
    `SELECT count(DISTINCT message_id) FILTER (WHERE kind = 'open' AND counts)::int AS "openPeople",
            count(*) FILTER (WHERE kind = 'open' AND counts)::int AS "openTimes",
            count(DISTINCT message_id) FILTER (WHERE kind = 'click' AND counts)::int AS "clickPeople",
            count(*) FILTER (WHERE kind = 'click' AND counts)::int AS "clickTimes",
            count(DISTINCT message_id) FILTER (WHERE hidden)::int AS "hiddenByApple"
       FROM (SELECT e.message_id, e.kind, ${counting[whose]} AS counts,
                    'apple_mail_privacy' = ANY(e.reasons) AND m.opened_at IS NULL AND m.state = 'accepted' AS hidden
               FROM tracking_events e JOIN messages m ON m.id = e.message_id
              WHERE e.campaign_id = $1) AS event`,
    [campaignId],
  );
  const row = rows[0];
  return {
    opens: { people: row?.openPeople ?? 0, times: row?.openTimes ?? 0 },
    clicks: { people: row?.clickPeople ?? 0, times: row?.clickTimes ?? 0 },
    hiddenByApple: row?.hiddenByApple ?? 0,
  };
}

/** Recipients by the hour or day of their first open and first click, in the workspace's zone. */
export async function countSeries(
  campaignId: string,
  whose: Whose,
  unit: SeriesUnit,
  timeZone: string,
): Promise<SeriesPoint[]> {
  const { rows } = await pool().query<SeriesPoint>(
    `SELECT to_char(date_trunc($2, first AT TIME ZONE $3), 'YYYY-MM-DD"T"HH24:MI') AS at,
            count(*) FILTER (WHERE kind = 'open')::int AS opens, count(*) FILTER (WHERE kind = 'click')::int AS clicks
       FROM (SELECT message_id, kind, min(at) AS first FROM tracking_events
              WHERE campaign_id = $1 AND kind IN ('open', 'click') AND ${counting[whose]}
              GROUP BY message_id, kind) AS firsts
      GROUP BY 1`,
    [campaignId, unit, timeZone],
  );
  return rows;
}

/** Every link of the campaign with its figures, the most followed first. */
export async function countLinks(campaignId: string, whose: Whose): Promise<LinkFigures[]> {
  const { rows } = await pool().query<LinkFigures>(
    `SELECT links.position, links.url, coalesce(figures.people, 0) AS people, coalesce(figures.times, 0) AS times
       FROM links
       LEFT JOIN (SELECT link_position, count(DISTINCT message_id)::int AS people, count(*)::int AS times
                    FROM tracking_events
                   WHERE campaign_id = $1 AND kind = 'click' AND ${counting[whose]}
                   GROUP BY link_position) AS figures ON figures.link_position = links.position
      WHERE links.campaign_id = $1
      ORDER BY people DESC, links.position`,
    [campaignId],
  );
  return rows;
}

/**
 * Failures by state and category, each with the three most frequent replies. Digits beyond an enhanced code tell one reply from
 * the next and nothing else (queue ids, addresses of machines), so texts are told apart by their first 80 characters, and the
 * recipient's own address, with which Postfix begins, stands as an ellipsis.
 */
export async function countFailures(campaignId: string): Promise<FailureReason[]> {
  const { rows } = await pool().query<FailureReason>(
    `WITH failed AS (
       SELECT state, category, reply_code, replace(reply_text, email, '…') AS reply_text
         FROM messages WHERE campaign_id = $1 AND state IN ('bounced', 'expired', 'deferred')),
     replies AS (
       SELECT state, category, reply_code, min(reply_text) AS reply_text, count(*)::int AS count
         FROM failed GROUP BY state, category, reply_code, left(reply_text, 80)),
     ranked AS (
       SELECT *, row_number() OVER (PARTITION BY state, category ORDER BY count DESC, reply_text) AS rank FROM replies)
     SELECT state, category, sum(count)::int AS count,
            coalesce(json_agg(json_build_object('replyCode', reply_code, 'replyText', reply_text, 'count', count) ORDER BY rank)
              FILTER (WHERE rank <= 3 AND reply_text IS NOT NULL), '[]') AS examples
       FROM ranked GROUP BY state, category
      ORDER BY array_position(ARRAY['bounced', 'expired', 'deferred'], state::text), 3 DESC`,
    [campaignId],
  );
  return rows;
}

export async function countSkipped(campaignId: string): Promise<{ reason: string; count: number }[]> {
  const { rows } = await pool().query<{ reason: string; count: number }>(
    `SELECT coalesce(skip_reason, 'unknown') AS reason, count(*)::int AS count
       FROM messages WHERE campaign_id = $1 AND state = 'skipped' GROUP BY 1 ORDER BY 2 DESC`,
    [campaignId],
  );
  return rows;
}

/** The eight largest domains and all the others as one line, which has no name. */
export async function countDomains(campaignId: string): Promise<DomainFigures[]> {
  const { rows } = await pool().query<DomainFigures>(
    `WITH figures AS (
       SELECT split_part(email, '@', 2) AS domain, count(*)::int AS audience,
              count(*) FILTER (WHERE state = 'accepted')::int AS accepted, count(*) FILTER (WHERE state = 'bounced')::int AS bounced,
              count(opened_at)::int AS opened, count(clicked_at)::int AS clicked
         FROM messages WHERE campaign_id = $1 GROUP BY 1),
     ranked AS (
       SELECT *, CASE WHEN row_number() OVER (ORDER BY audience DESC, domain) <= 8 THEN domain END AS name FROM figures)
     SELECT name AS domain, sum(audience)::int AS audience, sum(accepted)::int AS accepted, sum(bounced)::int AS bounced,
            sum(opened)::int AS opened, sum(clicked)::int AS clicked
       FROM ranked GROUP BY name ORDER BY name IS NULL, 2 DESC`,
    [campaignId],
  );
  return rows;
}
