import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findContact } from "#lib/contacts/contact-store.ts";
import { parseContactId } from "#lib/contacts/contact-view.ts";
import { findList } from "#lib/lists/list-store.ts";
import {
  endSubscriptions,
  type SubscriptionStatus,
  upsertSubscription,
} from "#lib/lists/subscription-store.ts";

/**
 * Puts a contact on a list or takes it off, by hand.
 *
 * @returns false when the workspace has no such contact or list
 */
export async function changeSubscription(
  actor: Actor,
  { contactId, listId, status }: { contactId: string; listId: string; status: SubscriptionStatus },
): Promise<boolean> {
  requirePermission(actor, "contacts:write");
  const { workspaceId } = actor;
  const id = parseContactId(contactId);
  if (id === null || !(await findContact(workspaceId, id)) || !(await findList(workspaceId, listId)))
    return false;
  if (status === "subscribed")
    return await upsertSubscription(workspaceId, { contactId: id, listId, source: "hand" });
  await endSubscriptions(workspaceId, { contactId: id, listId });
  return true;
}
