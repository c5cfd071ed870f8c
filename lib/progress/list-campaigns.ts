import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type CampaignState, hasLaunched } from "#lib/drafts/campaign-state.ts";
import {
  booksOf,
  type CampaignSummaryRow,
  countByState,
  countEngagement,
  findCampaigns,
} from "./campaign-list-store.ts";
import type { CampaignBooks } from "./campaign-progress.ts";

/** States that belong together for someone who looks for a campaign. */
export const campaignFilters = {
  draft: ["draft"],
  waiting: ["scheduled", "held"],
  active: ["planning", "sending", "paused"],
  finished: ["finished"],
  cancelled: ["cancelled"],
} as const satisfies Record<string, readonly CampaignState[]>;
export type CampaignFilter = keyof typeof campaignFilters;

export type CampaignSummary = {
  id: string;
  name: string;
  subject: string;
  state: CampaignState;
  audience: number;
  books: CampaignBooks;
  opened: number;
  clicked: number;
  /** The moment that matters in its state, and which that is. ISO 8601 in UTC. */
  when: string;
  whenMeans: "finished" | "launched" | "scheduled" | "changed";
  /** The zone it was scheduled in. */
  timeZone: string;
};

export type CampaignPage = {
  campaigns: CampaignSummary[];
  next: string | null;
  counts: Record<CampaignFilter | "all", number>;
};

const pageSize = 25;

/** One page of the workspace's campaigns, newest first, with the numbers of each filter. */
export async function listCampaigns(
  actor: Actor,
  { filter, words, after }: { filter?: CampaignFilter | null; words?: string | null; after?: string | null },
): Promise<CampaignPage> {
  requirePermission(actor, "campaigns:read");
  const [found, byState] = await Promise.all([
    findCampaigns(actor.workspaceId, {
      states: filter ? campaignFilters[filter] : null,
      words: words?.trim() || null,
      after: after && uuidPattern.test(after) ? after : null,
      limit: pageSize + 1,
    }),
    countByState(actor.workspaceId),
  ]);
  const rows = found.slice(0, pageSize);
  const launched = rows.filter(({ state }) => hasLaunched(state)).map(({ id }) => id);
  const engagement = new Map(
    (launched.length > 0 ? await countEngagement(launched) : []).map((each) => [each.campaignId, each]),
  );
  return {
    campaigns: rows.map((row) => ({
      id: row.id,
      name: row.name,
      subject: row.subject,
      state: row.state,
      audience: row.audience,
      books: booksOf(row),
      opened: engagement.get(row.id)?.opened ?? 0,
      clicked: engagement.get(row.id)?.clicked ?? 0,
      ...momentOf(row),
      timeZone: row.timeZone,
    })),
    next: found.length > pageSize ? (rows.at(-1)?.id ?? null) : null,
    counts: countFilters(byState),
  };
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function momentOf(row: CampaignSummaryRow): Pick<CampaignSummary, "when" | "whenMeans"> {
  const told = (when: Date, whenMeans: CampaignSummary["whenMeans"]) => ({
    when: when.toISOString(),
    whenMeans,
  });
  if (row.finishedAt) return told(row.finishedAt, "finished");
  if (row.launchedAt) return told(row.launchedAt, "launched");
  const isWaiting = row.state === "scheduled" || row.state === "held";
  return isWaiting && row.scheduledAt ? told(row.scheduledAt, "scheduled") : told(row.updatedAt, "changed");
}

function countFilters(byState: Map<CampaignState, number>): CampaignPage["counts"] {
  const count = (states: readonly CampaignState[]) =>
    states.reduce((sum, state) => sum + (byState.get(state) ?? 0), 0);
  return {
    all: [...byState.values()].reduce((sum, each) => sum + each, 0),
    draft: count(campaignFilters.draft),
    waiting: count(campaignFilters.waiting),
    active: count(campaignFilters.active),
    finished: count(campaignFilters.finished),
    cancelled: count(campaignFilters.cancelled),
  };
}
