import { resumeAddress } from "#lib/addresses/resume-address.ts";
import { subscribeContact } from "#lib/consent/subscribe-contact.ts";
import { removeUnsubscribe } from "./event-store.ts";
import { findTarget } from "./hit-recorder.ts";
import { findCampaignLists } from "./tracking-store.ts";

/**
 * Takes back the unsubscription that came from a message: its recipient pressed Undo on the page that only they have.
 *
 * @returns false when the message is gone
 */
export async function resubscribeRecipient(messageId: string): Promise<boolean> {
  const target = await findTarget(messageId);
  if (!target) return false;
  const { workspaceId, email } = target;
  const contactId = BigInt(target.contactId);
  let isKnown = false;
  for (const listId of await findCampaignLists(target.campaignId)) {
    isKnown = await subscribeContact({ workspaceId, contactId, listId, source: `page:${messageId}` });
  }
  // Who was deleted meanwhile was unsubscribed by address, and comes back by address.
  if (!isKnown) await resumeAddress(workspaceId, email);
  await removeUnsubscribe(messageId);
  return true;
}
