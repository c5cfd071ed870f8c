import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { booksOf } from "#lib/progress/campaign-list-store.ts";
import { booksBalance, type CampaignReport, type Whose } from "./campaign-report.ts";
import {
  countDomains,
  countEvents,
  countFailures,
  countLinks,
  countMessages,
  countSeries,
  countSkipped,
  findReportRow,
} from "./report-store.ts";
import { chooseUnit, fillSeries } from "./time-series.ts";

/**
 * What became of a campaign. The books come from the counters and are compared with the rows; people's opens and clicks come
 * from the rows, so that the report, the table of people and the export say the same.
 *
 * @returns null when the workspace has no campaign of this id, or it was never launched
 */
export async function readCampaignReport(
  actor: Actor,
  campaignId: string,
  whose: Whose = "human",
): Promise<CampaignReport | null> {
  requirePermission(actor, "reports:read");
  const row = await findReportRow(actor.workspaceId, campaignId);
  if (!row?.launchedAt || row.launchedLocal === null) return null;
  const unit = chooseUnit(row.launchedAt, new Date());
  const [counted, events, series, links, failures, skipped, domains] = await Promise.all([
    countMessages(campaignId),
    countEvents(campaignId, whose),
    countSeries(campaignId, whose, unit, row.timeZone),
    countLinks(campaignId, whose),
    countFailures(campaignId),
    countSkipped(campaignId),
    countDomains(campaignId),
  ]);
  const { id, name, subject, state, launchedAt, finishedAt, timeZone, trackOpens, trackClicks, audience } =
    row;
  const books = booksOf(row);
  return {
    campaign: { id, name, subject, state, launchedAt, finishedAt, timeZone, trackOpens, trackClicks },
    books,
    audience,
    isBalanced: booksBalance(books, audience, booksOf(counted)),
    whose,
    opens: whose === "human" ? { ...events.opens, people: counted.opened } : events.opens,
    clicks: whose === "human" ? { ...events.clicks, people: counted.clicked } : events.clicks,
    hiddenByApple: whose === "human" ? events.hiddenByApple : 0,
    unsubscribed: counted.unsubscribed,
    complained: counted.complained,
    series: { unit, points: fillSeries(series, unit, row.launchedLocal, row.nowLocal) },
    links,
    failures,
    skipped,
    domains,
  };
}
