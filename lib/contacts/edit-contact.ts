import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findAttributes } from "./attribute-store.ts";
import { type ContactForm, checkContactForm, type FormProblem } from "./contact-form.ts";
import { findContact, updateContact } from "./contact-store.ts";
import { parseContactId } from "./contact-view.ts";

export type EditContactResult =
  | { ok: true }
  | { ok: false; reason: "notFound" }
  | { ok: false; reason: "form"; problems: FormProblem[] };

/** Changes a contact's address, name and attributes by hand. Its status is another verb's. */
export async function editContact(actor: Actor, id: string, form: ContactForm): Promise<EditContactResult> {
  requirePermission(actor, "contacts:write");
  const contactId = parseContactId(id);
  const contact = contactId === null ? null : await findContact(actor.workspaceId, contactId);
  if (!contact || contactId === null) return { ok: false, reason: "notFound" };
  const checked = checkContactForm(form, await findAttributes(actor.workspaceId), contact.attributes);
  if (!checked.ok) return { ok: false, reason: "form", problems: checked.problems };
  const outcome = await updateContact(actor.workspaceId, contactId, checked.contact);
  if (outcome === "taken")
    return { ok: false, reason: "form", problems: [{ field: "email", problem: "taken" }] };
  return outcome === "saved" ? { ok: true } : { ok: false, reason: "notFound" };
}
