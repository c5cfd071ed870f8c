import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { providerName } from "#lib/providers/provider.ts";
import { type CampaignDecision, findDecisions } from "./decisions-store.ts";

/** People decide a handful of times about a campaign; nobody scrolls further back. */
const mostShown = 50;

/** Who decided what about a campaign's messages, and when, the newest first; providers by the name that people know. None for a campaign of another workspace. */
export async function readDecisions(actor: Actor, campaignId: string): Promise<CampaignDecision[]> {
  requirePermission(actor, "campaigns:read");
  const decisions = await findDecisions(actor.workspaceId, campaignId, mostShown);
  return decisions.map((decision) => ({
    ...decision,
    provider: decision.provider && providerName(decision.provider),
  }));
}
