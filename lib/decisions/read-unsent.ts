import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findCampaignToPlan } from "#lib/planning/planning-store.ts";
import type { UnsentCounts } from "./unsent.ts";
import { countUnsent } from "./unsent-store.ts";

/**
 * Who of today's audience has not had a finished campaign, by why. Null for one that is not finished: a cancelled one sends to
 * nobody any more, the others are not over. As costly as counting its audience, 3 s for a million: not for every page.
 */
export async function readUnsent(actor: Actor, campaignId: string): Promise<UnsentCounts | null> {
  requirePermission(actor, "campaigns:read");
  const campaign = await findCampaignToPlan(campaignId);
  if (campaign?.workspaceId !== actor.workspaceId || campaign.state !== "finished") return null;
  return await countUnsent(campaign);
}
