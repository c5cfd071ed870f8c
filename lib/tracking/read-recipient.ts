import { readContactPreferences } from "#lib/consent/read-contact-preferences.ts";
import { trackingKeys } from "#lib/links/tracking-keys.ts";
import { readToken } from "#lib/links/tracking-token.ts";
import { findTarget } from "./hit-recorder.ts";
import { findCampaignLists, findWorkspaceName } from "./tracking-store.ts";

export type RecipientList = { id: string; name: string; description: string | null; subscribed: boolean };

export type Recipient = {
  workspaceName: string;
  email: string;
  /** Gets nothing from this workspace: asked for it, or the address bounced or complained. */
  getsNothing: boolean;
  lists: RecipientList[];
  /** The lists that the mail went to and the contact is still on: what the unsubscribe button ends. */
  subscribedByCampaign: RecipientList[];
  /** Whether the lists that the mail went to are all ended, or all mail is. */
  unsubscribed: boolean;
};

/** Who holds an unsubscribe or preferences address; null for a token that is not ours or whose message is gone. */
export async function readRecipient(token: string): Promise<Recipient | null> {
  const claim = readToken(token, trackingKeys());
  if (claim?.kind !== "unsubscribe") return null;
  const target = await findTarget(claim.messageId);
  if (!target) return null;
  const [preferences, campaignLists, workspaceName] = await Promise.all([
    readContactPreferences(target.workspaceId, {
      contactId: BigInt(target.contactId),
      email: target.email,
    }),
    findCampaignLists(target.campaignId),
    findWorkspaceName(target.workspaceId),
  ]);
  if (workspaceName === null) return null;
  const lists = preferences.lists.map(({ listId: id, name, description, status }) => ({
    id,
    name,
    description,
    subscribed: status === "subscribed",
  }));
  const subscribedByCampaign = lists.filter(({ id, subscribed }) => subscribed && campaignLists.includes(id));
  return {
    workspaceName,
    email: preferences.email,
    getsNothing: preferences.allOff,
    lists,
    subscribedByCampaign,
    // Of a contact that was deleted meanwhile the word counts for the address.
    unsubscribed: preferences.allOff || (!preferences.isReplaced && subscribedByCampaign.length === 0),
  };
}
