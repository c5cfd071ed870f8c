import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findReportLines, type ReportLine } from "./report-list-store.ts";

const pageSize = 20;

/** One page of the launched campaigns, the newest first. The cursor is the last launch of the page before. */
export async function listReports(
  actor: Actor,
  { words, after }: { words: string | null; after: string | null },
): Promise<{ reports: ReportLine[]; next: string | null }> {
  requirePermission(actor, "reports:read");
  const time = after === null ? Number.NaN : Date.parse(after);
  const found = await findReportLines(actor.workspaceId, {
    words: words?.trim().slice(0, 200) || null,
    before: Number.isNaN(time) ? null : new Date(time),
    limit: pageSize + 1,
  });
  const reports = found.slice(0, pageSize);
  const last = reports.at(-1);
  return { reports, next: found.length > pageSize && last ? last.launchedAt.toISOString() : null };
}
