import { readContactPreferences } from "#lib/consent/read-contact-preferences.ts";
import { subscribeContact } from "#lib/consent/subscribe-contact.ts";
import { unsubscribeContact } from "#lib/consent/unsubscribe-contact.ts";
import { addUnsubscribe } from "./event-store.ts";
import { findTarget } from "./hit-recorder.ts";
import type { SeenRequest } from "./seen-request.ts";

/**
 * Makes a recipient's subscriptions what the boxes of the preferences page say. Only lists that the contact is or was on
 * count; any other id in the form is ignored.
 *
 * @param wanted ids of the lists whose box is ticked
 * @returns false when the message is gone
 */
export async function savePreferences(
  messageId: string,
  wanted: string[],
  seen: SeenRequest,
): Promise<boolean> {
  const target = await findTarget(messageId);
  if (!target) return false;
  const { workspaceId } = target;
  const source = `preferences:${messageId}`;
  const preferences = await readContactPreferences(workspaceId, {
    contactId: BigInt(target.contactId),
    email: target.email,
  });
  const { contactId } = preferences;
  // Nobody has the address, so there was no box to tick.
  if (contactId === null) return true;
  const left = preferences.lists.filter(
    ({ listId, status }) => status === "subscribed" && !wanted.includes(listId),
  );
  const joined = preferences.lists.filter(({ listId }) => wanted.includes(listId));
  for (const { listId } of left) await unsubscribeContact({ workspaceId, contactId, listId, source });
  for (const { listId } of joined) await subscribeContact({ workspaceId, contactId, listId, source });
  if (left.length > 0) {
    await addUnsubscribe({
      at: seen.at,
      workspaceId,
      campaignId: target.campaignId,
      messageId,
      contactId: target.contactId,
      kind: "unsubscribe",
      class: "human",
      reasons: ["preferences"],
      linkPosition: null,
      userAgent: seen.userAgent,
      networkHash: seen.networkHash,
    });
  }
  return true;
}
