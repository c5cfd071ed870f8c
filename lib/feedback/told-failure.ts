import type { RecipientStatus } from "./delivery-status.ts";

export type ToldFailure = {
  status: RecipientStatus;
  /** It is about a mailbox that the recipient's own side passed the mail on to: a forwarding, one of an alias's addresses. */
  isOfAnother: boolean;
};

const arrivals = ["delivered", "relayed", "expanded"];

/**
 * What a report says has finally failed for a recipient, if anything. A report names each mailbox that it speaks of: the last
 * one by Final-Recipient, and the address as it was before any forwarding by Original-Recipient (RFC 3464 sections 2.3.1 and
 * 2.3.2). What failed elsewhere does not count where the same report says that the recipient's own mailbox took the mail, or is
 * being tried; and a block that names nobody is taken for the recipient's.
 *
 * @param email the address that the mail went to
 */
export function toldFailure(statuses: readonly RecipientStatus[], email: string): ToldFailure | null {
  const names = (recipient: string | null) =>
    recipient !== null && recipient.toLowerCase() === email.toLowerCase();
  const own = statuses.filter(({ finalRecipient, originalRecipient }) =>
    finalRecipient === null ? originalRecipient === null || names(originalRecipient) : names(finalRecipient),
  );
  const arrived = statuses.some(
    (status) => arrivals.includes(status.action) && (own.includes(status) || names(status.originalRecipient)),
  );
  if (arrived) return null;
  const isFailed = ({ action }: RecipientStatus) => action === "failed";
  const status = own.length > 0 ? own.find(isFailed) : statuses.find(isFailed);
  return status ? { status, isOfAnother: own.length === 0 } : null;
}
