import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import { compileMjml } from "#lib/content/compile-mjml.ts";
import { insertPreheader } from "#lib/content/insert-preheader.ts";
import { textFromHtml } from "#lib/content/text-from-html.ts";
import { addOpenPixel } from "#lib/tracking/add-open-pixel.ts";
import { rewriteLinks } from "#lib/tracking/rewrite-links.ts";
import { compileMail } from "./compile-mail.ts";
import { enqueueBatches } from "./enqueue-batches.ts";
import {
  batchSize,
  type CampaignToPlan,
  findCampaignToPlan,
  type PlannedContent,
  writePlan,
} from "./planning-store.ts";
import { readCampaignSender } from "./read-campaign-sender.ts";
import { finishIfDone } from "./sweep-store.ts";

/**
 * Turns a launched campaign into its recipients' rows: compiles the content once, writes everyone who gets it as one row in
 * batches of 500, and nudges the batches. Running it again, also after being killed anywhere, changes nothing.
 *
 * Content that cannot be sent and a sender that is gone pause the campaign with the reason, before anybody is written down.
 */
export async function planBatches({ campaignId }: { campaignId: string }): Promise<void> {
  const campaign = await findCampaignToPlan(campaignId);
  if (campaign?.state !== "planning") return;

  const sender = await readCampaignSender(campaign);
  if (!sender) return;
  const { fromName, fromEmail, replyTo } = sender;
  const content = await prepareContent(campaign, { fromName, fromEmail, replyTo });
  if (!content.ok) {
    await pauseCampaignForFault(campaignId, { key: "content_broken", values: {}, detail: content.detail });
    return;
  }

  const recipients = await writePlan(campaign, content.content);
  if (recipients === null) return;
  await enqueueBatches(
    campaignId,
    Array.from({ length: Math.ceil(recipients / batchSize) }, (_, batch) => batch),
  );
  await finishIfDone(campaignId);
}

async function prepareContent(
  campaign: CampaignToPlan,
  sender: Pick<PlannedContent, "fromName" | "fromEmail" | "replyTo">,
): Promise<{ ok: true; content: PlannedContent } | { ok: false; detail: string }> {
  const compiled = await compileMjml(campaign.mjml);
  if (compiled.errors.length > 0) return { ok: false, detail: JSON.stringify(compiled.errors.slice(0, 5)) };
  const text = campaign.text ?? textFromHtml(compiled.html);
  const html = insertPreheader(compiled.html, campaign.preheader);
  const linked = campaign.trackClicks ? rewriteLinks(html, text) : { html, text, links: [] };
  const content = {
    ...sender,
    subject: campaign.subject,
    html: campaign.trackOpens ? addOpenPixel(linked.html) : linked.html,
    text: linked.text,
    links: linked.links,
  };
  try {
    // What could not be made into a mail is told now and not once per recipient.
    compileMail({
      ...content,
      campaignId: campaign.id,
      workspaceId: campaign.workspaceId,
      campaignName: "",
      linkCount: content.links.length,
    });
    return { ok: true, content };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
