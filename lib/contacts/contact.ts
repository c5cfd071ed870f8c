/** What a person is called on screens: the name, or the address when there is none. */
export function contactName(contact: {
  email: string;
  firstName: string | null;
  lastName: string | null;
}): string {
  return [contact.firstName, contact.lastName].filter(Boolean).join(" ") || contact.email;
}
