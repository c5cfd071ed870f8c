import { findContactsById } from "./contact-store.ts";
import { type MergeContact, mergeContact } from "./merge-contact.ts";

/** What templates say about many contacts, in one query (system verb, no actor). Contacts that are gone are not in the map. */
export async function readContactsForMerge(
  workspaceId: string,
  contactIds: readonly bigint[],
): Promise<Map<bigint, MergeContact>> {
  const contacts = await findContactsById(workspaceId, contactIds);
  return new Map(contacts.map((contact) => [BigInt(contact.id), mergeContact(contact)]));
}
