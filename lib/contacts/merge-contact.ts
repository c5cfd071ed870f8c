import type { AttributeValue } from "./attribute.ts";
import type { ContactView } from "./contact-view.ts";

/** A contact as templates see it: `{{ contact.first_name }}`, `{{ contact.city }}`. What is not known is the empty text. */
export type MergeContact = { id: string; email: string; first_name: string; last_name: string } & Record<
  string,
  AttributeValue
>;

/** A contact's own fields win over attributes, though no attribute can have their keys. */
export function mergeContact(contact: ContactView): MergeContact {
  return {
    ...contact.attributes,
    id: contact.id,
    email: contact.email,
    first_name: contact.firstName ?? "",
    last_name: contact.lastName ?? "",
  };
}
