import { findContact } from "./contact-store.ts";
import { type ContactSubscription, findContactSubscriptions } from "./list-store.ts";

/** What a recipient may see about themselves on the preferences page: the lists they are or were on, and whether all mail is off. */
export async function readContactPreferences(
  workspaceId: string,
  contactId: bigint,
): Promise<{ email: string; allOff: boolean; lists: ContactSubscription[] } | null> {
  const contact = await findContact(workspaceId, contactId);
  if (!contact) return null;
  const subscriptions = await findContactSubscriptions(workspaceId, contactId);
  return {
    email: contact.email,
    allOff: contact.status !== "active",
    lists: subscriptions.filter(({ status }) => status !== null),
  };
}
