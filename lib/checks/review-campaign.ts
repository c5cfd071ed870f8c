import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { AudienceSum } from "#lib/audience/audience.ts";
import { findCampaign } from "#lib/drafts/campaigns-store.ts";
import { type CampaignCheck, isReady } from "./campaign-checks.ts";
import { checkCampaign } from "./check-campaign.ts";

export type CampaignReview = { checks: CampaignCheck[]; audience: AudienceSum; isReady: boolean };

/** What stands between a campaign and its sending, line by line, or null when the workspace has none of this id. */
export async function reviewCampaign(actor: Actor, id: string): Promise<CampaignReview | null> {
  requirePermission(actor, "campaigns:read");
  const row = await findCampaign(actor.workspaceId, id);
  if (row === null) return null;
  const { checks, audience } = await checkCampaign(row, new Date());
  return { checks, audience, isReady: isReady(checks) };
}
