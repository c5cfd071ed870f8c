import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { DomainQuestion } from "./domain-question.ts";
import { findOpenDomains } from "./domain-questions-store.ts";

/** Domains that wait for a person's decision: all of the workspace's, or those that failed in one campaign. */
export async function readDomainQuestions(
  actor: Actor,
  campaignId: string | null = null,
): Promise<DomainQuestion[]> {
  requirePermission(actor, "contacts:read");
  return await findOpenDomains(actor.workspaceId, campaignId);
}
