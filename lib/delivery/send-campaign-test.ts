import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { previewContent } from "#lib/content/preview-content.ts";
import { draftOf, findCampaign } from "#lib/drafts/campaigns-store.ts";
import { type SendTestResult, sendTestMessage } from "./send-test-message.ts";

export type CampaignTestResult =
  | SendTestResult
  /** The content has errors, or there is none yet: nothing was sent. */
  | { outcome: "contentBroken" }
  | { outcome: "noSender" }
  | { outcome: "notFound" };

/**
 * Sends a campaign as it stands to one address, filled in for a made-up contact. It counts nowhere: nothing is tracked,
 * retried or suppressed, and the unsubscribe link leads nowhere.
 */
export async function sendCampaignTest(
  actor: Actor,
  id: string,
  { to, subjectPrefix }: { to: string; subjectPrefix: string },
): Promise<CampaignTestResult> {
  requirePermission(actor, "campaigns:write");
  const row = await findCampaign(actor.workspaceId, id);
  if (row === null) return { outcome: "notFound" };
  const { mjml, text, subject, preheader, senderId } = draftOf(row);
  if (senderId === null) return { outcome: "noSender" };
  const preview = await previewContent(
    actor,
    { mjml, text, subject, preheader },
    { purpose: "campaign", contactId: null },
  );
  if (preview.html === "" || preview.subject === "") return { outcome: "contentBroken" };
  return sendTestMessage(actor, {
    senderId,
    to,
    subject: `${subjectPrefix}${preview.subject}`,
    html: preview.html,
    text: preview.text,
  });
}
