import { subscribeContact } from "#lib/contacts/subscribe-contact.ts";
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
  const { workspaceId } = target;
  const contactId = BigInt(target.contactId);
  for (const listId of await findCampaignLists(target.campaignId)) {
    await subscribeContact({ workspaceId, contactId, listId, source: `page:${messageId}` });
  }
  await removeUnsubscribe(messageId);
  return true;
}
