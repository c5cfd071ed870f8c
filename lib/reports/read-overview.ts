import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readDomainQuestions } from "#lib/addresses/read-domain-questions.ts";
import { findOpenHolds } from "#lib/holds/provider-holds-store.ts";
import { findLongTroubles } from "#lib/lines/breaker-store.ts";
import { type Attention, readAttention } from "./attention.ts";
import {
  countTrend,
  type FirstSteps,
  findBlockedCampaigns,
  findFirstSteps,
  findImportsOfNote,
  findOpenDoubts,
  findWaitingCampaigns,
  findWorkspaceClock,
  type TrendDay,
  type WaitingCampaign,
} from "./overview-store.ts";
import { findReportLines, type ReportLine } from "./report-list-store.ts";

export type Overview = {
  attention: Attention[];
  /** The scheduled campaign whose time comes first. */
  next: WaitingCampaign | null;
  recent: ReportLine[];
  /** Thirty days up to today, each with its figures. */
  trend: TrendDay[];
  steps: FirstSteps;
  timeZone: string;
};

const trendDays = 30;
const recentCampaigns = 5;

/** What the workspace's people look at first: what needs them, what comes next, how it went lately. */
export async function readOverview(actor: Actor): Promise<Overview> {
  requirePermission(actor, "reports:read");
  const { workspaceId } = actor;
  const { timeZone, today } = await findWorkspaceClock(workspaceId);
  const days = lastDays(today, trendDays);
  const [waiting, troubles, holds, blocked, doubts, domains, imports, recent, counted, steps] =
    await Promise.all([
      findWaitingCampaigns(workspaceId),
      findLongTroubles(workspaceId),
      findOpenHolds(workspaceId),
      findBlockedCampaigns(workspaceId),
      findOpenDoubts(workspaceId),
      readDomainQuestions(actor),
      findImportsOfNote(workspaceId),
      findReportLines(workspaceId, { words: null, before: null, limit: recentCampaigns }),
      countTrend(workspaceId, timeZone, days[0] ?? today),
      findFirstSteps(workspaceId),
    ]);
  const byDay = new Map(counted.map((each) => [each.day, each]));
  return {
    attention: readAttention(
      { waiting, troubles, holds, blocked, recent, doubts, domains, imports },
      new Date(),
    ),
    next: waiting.find(({ state }) => state === "scheduled") ?? null,
    recent,
    trend: days.map((day) => byDay.get(day) ?? { day, accepted: 0, opens: 0, bounces: 0, complaints: 0 }),
    steps,
    timeZone,
  };
}

/** The days up to a day, oldest first, as `2026-11-21`. */
function lastDays(today: string, count: number): string[] {
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) =>
    new Date(last - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
}
