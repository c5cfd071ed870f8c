import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findSuppression, type SuppressionView } from "#lib/addresses/suppression-store.ts";
import { type ContactSubscription, findContactSubscriptions } from "#lib/lists/subscription-store.ts";
import { findContact } from "./contact-store.ts";
import { type ContactView, parseContactId } from "./contact-view.ts";

export type ContactDetail = ContactView & {
  subscriptions: ContactSubscription[];
  suppression: SuppressionView | null;
};

/** One contact with the lists it is or may be on, and what suppresses its address; null when the workspace has none with this id. */
export async function readContact(actor: Actor, id: string): Promise<ContactDetail | null> {
  requirePermission(actor, "contacts:read");
  const contactId = parseContactId(id);
  const contact = contactId === null ? null : await findContact(actor.workspaceId, contactId);
  if (!contact || contactId === null) return null;
  const [subscriptions, suppression] = await Promise.all([
    findContactSubscriptions(actor.workspaceId, contactId),
    findSuppression(actor.workspaceId, contact.email),
  ]);
  return { ...contact, subscriptions, suppression };
}
