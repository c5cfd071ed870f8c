import { readContactForMerge } from "#lib/contacts/read-contact-for-merge.ts";
import { fillDestination, hasMergeFields } from "#lib/links/link-destination.ts";
import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/liquid/render-template.ts";
import { findCampaignFields, type TrackingTarget } from "./tracking-store.ts";

/**
 * Where a destination leads for one recipient. Most hold no merge field and cost nothing; the others are filled from what
 * the contact is now, empty when it is gone.
 *
 * @returns null when what results is no address
 */
export async function resolveDestination(
  destination: string,
  target: TrackingTarget,
): Promise<string | null> {
  // As it was written, unless it holds letters that a Location header cannot.
  if (!hasMergeFields(destination))
    return /^[\x21-\x7e]+$/.test(destination) ? destination : new URL(destination).href;
  const [contact, campaign] = await Promise.all([
    readContactForMerge(target.workspaceId, BigInt(target.contactId)),
    findCampaignFields(target.campaignId),
  ]);
  const scope: MergeScope = {
    contact: contact ?? {},
    campaign: campaign ?? { name: "", subject: "" },
    unsubscribe_url: "",
    preferences_url: "",
  };
  return fillDestination(destination, (field) => renderTemplate(parseTemplate(field, "text"), scope));
}
