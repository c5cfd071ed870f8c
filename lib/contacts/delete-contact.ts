import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { insertSuppressions } from "#lib/addresses/suppression-store.ts";
import { deleteContactRow, findContact } from "./contact-store.ts";
import { parseContactId } from "./contact-view.ts";

/**
 * Deletes a contact with its subscriptions. Whoever unsubscribed, bounced or complained stays suppressed by address, so that a
 * later import cannot mail them again.
 *
 * @returns false when the workspace has no contact with this id
 */
export async function deleteContact(actor: Actor, id: string): Promise<boolean> {
  requirePermission(actor, "contacts:write");
  const contactId = parseContactId(id);
  const contact = contactId === null ? null : await findContact(actor.workspaceId, contactId);
  if (!contact || contactId === null) return false;
  if (contact.status !== "active")
    await insertSuppressions(actor.workspaceId, [
      { email: contact.email, reason: contact.status, evidence: null, source: "deleted contact" },
    ]);
  return await deleteContactRow(actor.workspaceId, contactId);
}
