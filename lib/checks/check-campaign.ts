import { type AudienceSum, explainAudience } from "#lib/audience/audience.ts";
import { countGroups } from "#lib/audience/audience-store.ts";
import { checkTemplate } from "#lib/content/check-template.ts";
import type { CampaignDraft } from "#lib/drafts/campaign-draft.ts";
import { type CampaignRow, draftOf } from "#lib/drafts/campaigns-store.ts";
import { compileForSending } from "#lib/mjml/compile-for-sending.ts";
import { environment } from "#lib/platform/environment.ts";
import { readServersOfSender } from "#lib/senders/read-servers-of-sender.ts";
import {
  type CampaignCheck,
  type CampaignFacts,
  type ContentFacts,
  judgeCampaign,
} from "./campaign-checks.ts";
import { findAttributeKeys, findSender } from "./campaign-facts-store.ts";

/** Looks at everything that decides whether a campaign may go: the same for the review, the Send button and the scheduler. */
export async function checkCampaign(
  row: CampaignRow,
  now: Date,
): Promise<{ checks: CampaignCheck[]; audience: AudienceSum }> {
  const draft = draftOf(row);
  const { workspaceId } = row;
  const [groups, sender, content] = await Promise.all([
    countGroups({
      workspaceId,
      includeListIds: draft.includeListIds,
      excludeListIds: draft.excludeListIds,
    }),
    draft.senderId === null ? null : readSender(workspaceId, draft.senderId),
    readContent(workspaceId, draft),
  ]);
  const audience = explainAudience(groups);
  const { appUrl } = environment();
  return { checks: judgeCampaign({ draft, audience, sender, content, appUrl, now }), audience };
}

async function readSender(workspaceId: string, senderId: string): Promise<CampaignFacts["sender"]> {
  const [sender, servers] = await Promise.all([
    findSender(workspaceId, senderId),
    readServersOfSender(workspaceId, senderId),
  ]);
  return sender && { ...sender, servers: servers.map(({ name }) => name) };
}

async function readContent(workspaceId: string, draft: CampaignDraft): Promise<ContentFacts | null> {
  if (draft.mjml.trim() === "") return null;
  const { mjml, text, subject, preheader } = draft;
  const [attributeKeys, compiled] = await Promise.all([
    findAttributeKeys(workspaceId),
    compileForSending(mjml),
  ]);
  const { problems, sizeBytes } = await checkTemplate(
    { mjml, text, subject, preheader },
    { attributeKeys, purpose: "campaign", compiled },
  );
  // These three have lines of their own in the review.
  const ownLines = [
    "content.problems.noUnsubscribe",
    "content.problems.noUnsubscribeInText",
    "content.problems.gmailClip",
  ];
  return {
    problems: problems.filter(({ message }) => !ownLines.includes(message)),
    sizeBytes,
    hasUnsubscribeLink: !problems.some(({ message }) => message.startsWith("content.problems.noUnsubscribe")),
  };
}
