import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findLastReplies, type LastReply } from "./replies-store.ts";

/**
 * The last twenty answers of a campaign that were not a yes, newest first, for the live screen: what the server said, and the
 * category whose words stand under `delivery.categories`. Empty for a campaign of another workspace.
 */
export async function readLastReplies(actor: Actor, campaignId: string): Promise<LastReply[]> {
  requirePermission(actor, "campaigns:read");
  return findLastReplies(actor.workspaceId, campaignId, 20);
}
