import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type PauseReason, readPauseReason } from "#lib/campaigns/pause-reason.ts";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import type { CampaignState } from "#lib/drafts/campaign-state.ts";
import { draftOf, findCampaign } from "#lib/drafts/campaigns-store.ts";
import { booksOf } from "./campaign-list-store.ts";
import type { CampaignBooks } from "./campaign-progress.ts";

/** A campaign as its screens need it. Moments are ISO 8601 in UTC. */
export type CampaignDetail = {
  id: string;
  state: CampaignState;
  draft: CampaignDraft;
  audience: number;
  books: CampaignBooks;
  pauseReason: PauseReason | null;
  launchedAt: string | null;
  finishedAt: string | null;
  updatedAt: string;
};

/** One campaign, or null when the workspace has none of this id. */
export async function readCampaign(actor: Actor, id: string): Promise<CampaignDetail | null> {
  requirePermission(actor, "campaigns:read");
  const row = await findCampaign(actor.workspaceId, id);
  if (row === null) return null;
  return {
    id: row.id,
    state: row.state,
    draft: draftOf(row),
    audience: row.audience,
    books: booksOf(row),
    pauseReason: readPauseReason(row.pauseReason),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  };
}
