import type { CampaignState } from "#lib/drafts/campaign-state.ts";
import { database, pool } from "#lib/platform/database.ts";
import type { Campaign } from "#prisma/client/client.ts";
import type { CampaignBooks } from "./campaign-progress.ts";

export type CampaignSummaryRow = Pick<
  Campaign,
  | "id"
  | "name"
  | "state"
  | "subject"
  | "audience"
  | "scheduledAt"
  | "timeZone"
  | "launchedAt"
  | "finishedAt"
  | "updatedAt"
> &
  CampaignBooks;

export type CampaignSearch = {
  states: readonly CampaignState[] | null;
  words: string | null;
  /** Id of the last campaign of the page before: ids are version 7, so they sort by creation. */
  after: string | null;
  limit: number;
};

/** Newest first. The books are columns of the row, so that a page costs the same however much was sent. */
export async function findCampaigns(
  workspaceId: string,
  search: CampaignSearch,
): Promise<CampaignSummaryRow[]> {
  const { states, words, after, limit } = search;
  return database().campaign.findMany({
    where: {
      workspaceId,
      ...(states ? { state: { in: [...states] } } : {}),
      ...(words
        ? {
            OR: [
              { name: { contains: words, mode: "insensitive" } },
              { subject: { contains: words, mode: "insensitive" } },
            ],
          }
        : {}),
      ...(after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit,
    omit: { mjml: true, text: true },
  });
}

export async function countByState(workspaceId: string): Promise<Map<CampaignState, number>> {
  const groups = await database().campaign.groupBy({ by: ["state"], where: { workspaceId }, _count: true });
  return new Map(groups.map(({ state, _count }) => [state, _count]));
}

export type Engagement = { campaignId: string; opened: number; clicked: number };

/**
 * People who opened and who clicked, for the campaigns of one page.
 *
 * Plan expected: one index scan of messages by (campaign_id, contact_id) a campaign; 25 campaigns of 5,000 take some 50 ms.
 */
export async function countEngagement(campaignIds: readonly string[]): Promise<Engagement[]> {
  const { rows } = await pool().query<Engagement>(
    `SELECT campaign_id AS "campaignId", count(opened_at)::int AS opened, count(clicked_at)::int AS clicked
     FROM messages WHERE campaign_id = ANY($1::uuid[]) GROUP BY campaign_id`,
    [campaignIds],
  );
  return rows;
}

export function booksOf(row: CampaignBooks): CampaignBooks {
  const { queued, sending, deferred, accepted, bounced, expired, skipped, inDoubt, cancelled } = row;
  return { queued, sending, deferred, accepted, bounced, expired, skipped, inDoubt, cancelled };
}
