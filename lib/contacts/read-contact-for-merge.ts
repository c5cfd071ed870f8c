import type { MergeContact } from "./merge-contact.ts";
import { readContactsForMerge } from "./read-contacts-for-merge.ts";

/** What templates say about one contact, for previews; null when the workspace has none with this id. */
export async function readContactForMerge(
  workspaceId: string,
  contactId: bigint,
): Promise<MergeContact | null> {
  return (await readContactsForMerge(workspaceId, [contactId])).get(contactId) ?? null;
}
