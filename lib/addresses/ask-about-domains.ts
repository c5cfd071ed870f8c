import { contactsToAskAbout } from "./domain-question.ts";
import { findCrowdedDomains, insertDomainQuestions } from "./domain-questions-store.ts";
import type { Connection } from "./suppression-store.ts";

/** A domain that a server said is not there, in the server's words. */
export type FailedDomain = { domain: string; evidence: string };

/**
 * Asks people about failed domains that {@link contactsToAskAbout} contacts or more have (system verb, no actor). Asking twice
 * changes nothing.
 *
 * @param connection the caller's transaction
 * @returns the domains that are for a person to decide about; contacts at the others may be suppressed
 */
export async function askAboutDomains(
  workspaceId: string,
  campaignId: string,
  failed: readonly FailedDomain[],
  connection?: Connection,
): Promise<Set<string>> {
  if (failed.length === 0) return new Set();
  const evidence = new Map(failed.map((each) => [each.domain, each.evidence]));
  const crowded = await findCrowdedDomains(workspaceId, [...evidence.keys()], contactsToAskAbout, connection);
  if (crowded.length > 0) {
    const asked = crowded.map((domain) => ({ domain, evidence: evidence.get(domain) ?? "" }));
    await insertDomainQuestions(workspaceId, campaignId, asked, connection);
  }
  return new Set(crowded);
}
