import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findSuppression } from "#lib/addresses/suppression-store.ts";
import { upsertSubscription } from "#lib/lists/subscription-store.ts";
import { findAttributes } from "./attribute-store.ts";
import { type ContactForm, checkContactForm, type FormProblem } from "./contact-form.ts";
import { insertContact } from "./contact-store.ts";

/**
 * Adds one contact by hand and puts it on lists. A suppressed address is added with the status that its suppression stands for;
 * adding does not lift it.
 *
 * @returns the new contact's id
 */
export async function addContact(
  actor: Actor,
  form: ContactForm,
  listIds: readonly string[],
): Promise<{ ok: true; id: string } | { ok: false; problems: FormProblem[] }> {
  requirePermission(actor, "contacts:write");
  const { workspaceId } = actor;
  const checked = checkContactForm(form, await findAttributes(workspaceId), {});
  if (!checked.ok) return checked;
  const suppression = await findSuppression(workspaceId, checked.contact.email);
  const status = !suppression || suppression.reason === "manual" ? "active" : suppression.reason;
  const id = await insertContact(workspaceId, { ...checked.contact, status });
  if (id === null) return { ok: false, problems: [{ field: "email", problem: "taken" }] };
  for (const listId of listIds)
    await upsertSubscription(workspaceId, { contactId: id, listId, source: "hand" });
  return { ok: true, id: String(id) };
}
