import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { PeopleCursor, PeopleFilter } from "./people-filter.ts";
import { countPeople, findPeople, type Person } from "./people-store.ts";
import { findReportRow } from "./report-store.ts";

export type PeoplePage = {
  campaign: { id: string; name: string };
  people: Person[];
  total: number;
  /** Contact ids to give as cursors for the neighbouring pages; null at the ends. */
  next: string | null;
  previous: string | null;
};

const pageSize = 50;

/** One page of a campaign's recipients; null when the workspace has no campaign of this id. */
export async function listCampaignPeople(
  actor: Actor,
  campaignId: string,
  filter: PeopleFilter,
  cursor: PeopleCursor,
): Promise<PeoplePage | null> {
  requirePermission(actor, "reports:read");
  const campaign = await findReportRow(actor.workspaceId, campaignId);
  if (!campaign) return null;
  const scope = { workspaceId: actor.workspaceId, campaignId };
  // One more than a page tells whether there is another one behind it.
  const [found, total] = await Promise.all([
    findPeople(scope, filter, cursor, pageSize + 1),
    countPeople(scope, filter),
  ]);
  const backwards = cursor !== null && "before" in cursor;
  const hasMore = found.length > pageSize;
  const people = backwards ? found.slice(hasMore ? 1 : 0) : found.slice(0, pageSize);
  const hasNext = backwards || hasMore;
  const hasPrevious = backwards ? hasMore : cursor !== null;
  return {
    campaign: { id: campaign.id, name: campaign.name },
    people,
    total,
    next: hasNext ? (people.at(-1)?.contactId ?? null) : null,
    previous: hasPrevious ? (people[0]?.contactId ?? null) : null,
  };
}
