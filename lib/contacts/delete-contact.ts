import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { insertSuppressions } from "#lib/addresses/suppression-store.ts";
import { findContactSubscriptions } from "#lib/lists/subscription-store.ts";
import { deleteContactRow, findContact } from "./contact-store.ts";
import { parseContactId } from "./contact-view.ts";

/**
 * Deletes a contact with its subscriptions. Whoever unsubscribed, bounced or complained stays suppressed by address, so that a
 * later import cannot mail them again; also who left one list only, as that wish goes with the subscription, and the address alone
 * can keep it.
 *
 * @returns false when the workspace has no contact with this id
 */
export async function deleteContact(actor: Actor, id: string): Promise<boolean> {
  requirePermission(actor, "contacts:write");
  const contactId = parseContactId(id);
  const contact = contactId === null ? null : await findContact(actor.workspaceId, contactId);
  if (!contact || contactId === null) return false;
  const subscriptions = await findContactSubscriptions(actor.workspaceId, contactId);
  const hasLeft = subscriptions.some(({ status }) => status === "unsubscribed");
  const reason = contact.status === "active" && hasLeft ? "unsubscribed" : contact.status;
  if (reason !== "active")
    await insertSuppressions(actor.workspaceId, [
      { email: contact.email, reason, evidence: null, source: "deleted contact" },
    ]);
  return await deleteContactRow(actor.workspaceId, contactId);
}
