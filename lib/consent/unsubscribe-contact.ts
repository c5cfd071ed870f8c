import { insertSuppressions } from "#lib/addresses/suppression-store.ts";
import { findContact } from "#lib/contacts/contact-store.ts";
import { endSubscriptions } from "#lib/lists/subscription-store.ts";

/**
 * Takes a contact off one list, or off everything, because they asked for it (system verb, no actor). "all" also suppresses the
 * address, which outlives the contact. Doing it twice changes nothing.
 *
 * @param source what asked: `one-click`, `page`, `preferences`, with the message's id after a colon
 * @returns false when the workspace has no contact with this id (any more)
 */
export async function unsubscribeContact({
  workspaceId,
  contactId,
  listId,
  source,
}: {
  workspaceId: string;
  contactId: bigint;
  listId: string | "all";
  source: string;
}): Promise<boolean> {
  const contact = await findContact(workspaceId, contactId);
  if (!contact) return false;
  if (listId === "all")
    await insertSuppressions(workspaceId, [
      { email: contact.email, reason: "unsubscribed", evidence: null, source },
    ]);
  await endSubscriptions(workspaceId, { contactId, listId });
  return true;
}
