import { finishIfDone } from "#lib/campaigns/campaign-moves-store.ts";
import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { addOpenPixel } from "#lib/links/add-open-pixel.ts";
import { rewriteLinks } from "#lib/links/rewrite-links.ts";
import { compileMail } from "#lib/mail/compile-mail.ts";
import { compileForSending } from "#lib/mjml/compile-for-sending.ts";
import { insertPreheader } from "#lib/mjml/insert-preheader.ts";
import { textFromHtml } from "#lib/mjml/text-from-html.ts";
import { knowConsumerDomains } from "#lib/providers/know-consumer-domains.ts";
import { enqueueBatches } from "./enqueue-batches.ts";
import { planningKey } from "./planning-key.ts";
import {
  type CampaignToPlan,
  findCampaignToPlan,
  type PlannedContent,
  type PlannedSlice,
  writeSlice,
} from "./planning-store.ts";
import { readCampaignSender } from "./read-campaign-sender.ts";

/** How much is written at a time, in recipients, and for how long before other campaigns get their turn. */
type PlanningPace = { firstSlices: number[]; slice: number; turnMilliseconds: number };

/**
 * The first slice is small, so that the first mail leaves soon, and the second keeps the workers busy until the sweep finds
 * more; a later one is large, as each costs a commit and three statements. Measured for a million recipients:
 * docs/performance.md.
 */
const usualPace: PlanningPace = { firstSlices: [2_000, 10_000], slice: 25_000, turnMilliseconds: 2_000 };

/**
 * Turns a launched campaign into its recipients' rows: compiles the content once, writes everyone who gets it as one row in
 * batches of 500, and nudges the batches. It writes in slices, of which the first already lets the campaign send; after a turn
 * it goes to the end of the queue, so that a small campaign is planned beside a large one. Running it again, also after being
 * killed anywhere, goes on where it stopped and changes nothing else.
 *
 * Content that cannot be sent and a sender that is gone pause the campaign with the reason, before anybody is written down.
 */
export async function planBatches(
  { campaignId }: { campaignId: string },
  changedPace: Partial<PlanningPace> = {},
): Promise<void> {
  const pace = { ...usualPace, ...changedPace };
  const turnEnds = performance.now() + pace.turnMilliseconds;
  const campaign = await findCampaignToPlan(campaignId);
  if (!campaign || campaign.plannedAt) return;
  let slice =
    campaign.plannedTo === null ? await begin(campaign, pace) : await writeSlice(campaign, pace.slice, null);
  while (slice && !slice.isLast && performance.now() < turnEnds) {
    slice = await writeSlice(campaign, pace.slice, null);
  }
  if (slice && !slice.isLast) {
    await enqueue("planBatches", { campaignId }, { key: planningKey(campaignId, slice.plannedTo) });
  }
  if (slice?.isLast) {
    await enqueue("learnProviders", { campaignId }, { key: campaignId });
    await finishIfDone(campaignId);
  }
}

/** Content, first slices and their nudges: from here on the campaign sends. */
async function begin(campaign: CampaignToPlan, pace: PlanningPace): Promise<PlannedSlice | null> {
  if (campaign.state !== "planning") return null;
  const sender = await readCampaignSender(campaign);
  if (!sender) return null;
  const { fromName, fromEmail, replyTo } = sender;
  const content = await prepareContent(campaign, { fromName, fromEmail, replyTo });
  if (!content.ok) {
    await pauseCampaignForFault(campaign.id, { key: "content_broken", values: {}, detail: content.detail });
    return null;
  }
  await knowConsumerDomains();
  let slice: PlannedSlice | null = null;
  for (const [index, size] of pace.firstSlices.entries()) {
    slice = await writeSlice(campaign, size, index === 0 ? content.content : null);
    if (!slice) return null;
    const { firstBatch, endBatch } = slice;
    await enqueueBatches(
      campaign,
      Array.from({ length: endBatch - firstBatch }, (_, batch) => firstBatch + batch),
    );
    if (slice.isLast) break;
  }
  return slice;
}

async function prepareContent(
  campaign: CampaignToPlan,
  sender: Pick<PlannedContent, "fromName" | "fromEmail" | "replyTo">,
): Promise<{ ok: true; content: PlannedContent } | { ok: false; detail: string }> {
  const compiled = await compileForSending(campaign.mjml);
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
