import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { unsubscribeContact } from "#lib/consent/unsubscribe-contact.ts";
import { addUnsubscribe } from "./event-store.ts";
import { findTarget } from "./hit-recorder.ts";
import type { SeenRequest } from "./seen-request.ts";
import { findCampaignLists } from "./tracking-store.ts";

export type Unsubscription = {
  messageId: string;
  /** The lists that the campaign went to, or everything of the workspace. */
  scope: "campaign" | "all";
  /** How it was asked for; stands in the contact's history. */
  source: "one-click" | "page" | "preferences";
};

/**
 * Unsubscribes a message's recipient. Doing it again changes nothing and succeeds (RFC 8058 section 3.1: the answer to a
 * second POST is the same).
 *
 * @returns false when the message is gone
 */
export async function unsubscribeRecipient(
  { messageId, scope, source }: Unsubscription,
  seen: SeenRequest,
): Promise<boolean> {
  const target = await findTarget(messageId);
  if (!target) return false;
  const { workspaceId, campaignId, email } = target;
  const contactId = BigInt(target.contactId);
  const lists = scope === "all" ? (["all"] as const) : await findCampaignLists(campaignId);
  let isKnown = false;
  for (const listId of lists) {
    isKnown = await unsubscribeContact({ workspaceId, contactId, listId, source: `${source}:${messageId}` });
  }
  // Who was deleted may have come back by another import, as another contact: the word counts for the address.
  if (!isKnown) {
    const asked = {
      email,
      reason: "unsubscribed",
      evidence: null,
      source: `${source}:${messageId}`,
    } as const;
    await suppressContacts(workspaceId, [asked]);
  }
  await addUnsubscribe({
    at: seen.at,
    workspaceId,
    campaignId,
    messageId,
    contactId: target.contactId,
    kind: "unsubscribe",
    class: "human",
    reasons: [source, ...(scope === "all" ? ["everything"] : [])],
    linkPosition: null,
    userAgent: seen.userAgent,
    networkHash: seen.networkHash,
  });
  return true;
}
