import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { DecidedDomain } from "./domain-question.ts";
import { findDecidedDomains } from "./domain-questions-store.ts";

/** What people decided about domains that failed in a campaign, the newest first. */
export async function readDecidedDomains(actor: Actor, campaignId: string): Promise<DecidedDomain[]> {
  requirePermission(actor, "contacts:read");
  return await findDecidedDomains(actor.workspaceId, campaignId);
}
