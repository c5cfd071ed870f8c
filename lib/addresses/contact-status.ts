export const contactStatuses = ["active", "unsubscribed", "bounced", "complained"] as const;
export type ContactStatus = (typeof contactStatuses)[number];

// Later in the list wins: who complained is never "only" unsubscribed, and a fault of the address hides nobody's wish.
const strongest: readonly ContactStatus[] = ["active", "bounced", "unsubscribed", "complained"];

/** Whether a contact of one status takes on another by something that happened (not by a person's decision). */
export function statusGivesWayTo(current: ContactStatus, next: ContactStatus): boolean {
  return strongest.indexOf(next) > strongest.indexOf(current);
}
