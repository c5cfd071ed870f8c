import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { insertSuppressions, liftSuppression } from "#lib/addresses/suppression-store.ts";
import { findContact } from "#lib/contacts/contact-store.ts";
import { parseContactId } from "#lib/contacts/contact-view.ts";

export type ChangeStatusResult = "changed" | "notFound" | "complained";

/**
 * Stops all mail to a contact, or lets it flow again, by a person's decision. Whoever reported spam cannot be made active by
 * hand: only they can change their mind.
 */
export async function changeContactStatus(
  actor: Actor,
  id: string,
  status: "active" | "unsubscribed",
): Promise<ChangeStatusResult> {
  requirePermission(actor, "contacts:write");
  const { workspaceId } = actor;
  const contactId = parseContactId(id);
  const contact = contactId === null ? null : await findContact(workspaceId, contactId);
  if (!contact || contactId === null) return "notFound";
  if (status === "unsubscribed") {
    await insertSuppressions(workspaceId, [
      { email: contact.email, reason: "unsubscribed", evidence: null, source: `hand:${actor.userId}` },
    ]);
    return "changed";
  }
  if (contact.status === "complained") return "complained";
  await liftSuppression(workspaceId, contactId, ["active", "bounced", "unsubscribed"]);
  return "changed";
}
