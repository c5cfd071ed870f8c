import { findSuppression } from "#lib/addresses/suppression-store.ts";
import { findContact, findContactByEmail } from "#lib/contacts/contact-store.ts";
import { type ContactSubscription, findContactSubscriptions } from "#lib/lists/subscription-store.ts";

export type ContactPreferences = {
  /** Null when nobody has the address any more. */
  contactId: bigint | null;
  /** The contact of the mail was deleted, and another one has the address now, or nobody. */
  isReplaced: boolean;
  email: string;
  allOff: boolean;
  lists: ContactSubscription[];
};

/**
 * What the recipient of a mail may see about themselves on the preferences page: the lists they are or were on, and whether all
 * mail is off. Who was deleted and imported anew is another contact with the same address, and is meant; an address that nobody
 * has any more can still be told to get nothing.
 */
export async function readContactPreferences(
  workspaceId: string,
  { contactId, email }: { contactId: bigint; email: string },
): Promise<ContactPreferences> {
  const known = await findContact(workspaceId, contactId);
  const contact = known ?? (await findContactByEmail(workspaceId, email));
  const isReplaced = known === null;
  if (!contact) {
    const suppression = await findSuppression(workspaceId, email);
    return { contactId: null, isReplaced, email, allOff: suppression !== null, lists: [] };
  }
  const id = BigInt(contact.id);
  const subscriptions = await findContactSubscriptions(workspaceId, id);
  return {
    contactId: id,
    isReplaced,
    email: contact.email,
    allOff: contact.status !== "active",
    lists: subscriptions.filter(({ status }) => status !== null),
  };
}
