import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { writeDomainDecision } from "./domain-decision-store.ts";
import type { DomainDecision, DomainOutcome } from "./domain-question.ts";

/**
 * Answers the question about a domain that is said not to be there: `suppress` stops all mail to its contacts, `keep` leaves
 * them as they are. Who decided, when and about how many is kept with it.
 *
 * @param named how many contacts the person was shown; `suppress` is about exactly so many, or nothing happens
 */
export async function decideAboutDomain(
  actor: Actor,
  questionId: string,
  decision: DomainDecision,
  { named }: { named: number },
): Promise<DomainOutcome> {
  requirePermission(actor, "contacts:write");
  return await writeDomainDecision(actor, questionId, decision, named);
}
