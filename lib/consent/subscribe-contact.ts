import { liftSuppression } from "#lib/addresses/suppression-store.ts";
import { upsertSubscription } from "#lib/lists/subscription-store.ts";

/**
 * Puts a contact on a list because they asked for it themselves, on the preferences page (system verb, no actor). It takes back
 * an earlier unsubscribing from everything; it cannot take back a bounce or a complaint.
 *
 * @returns false when the workspace has no such contact or list
 */
export async function subscribeContact({
  workspaceId,
  contactId,
  listId,
  source,
}: {
  workspaceId: string;
  contactId: bigint;
  listId: string;
  source: string;
}): Promise<boolean> {
  if (!(await upsertSubscription(workspaceId, { contactId, listId, source }))) return false;
  await liftSuppression(workspaceId, contactId, ["unsubscribed"]);
  return true;
}
