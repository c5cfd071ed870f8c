import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import { LockedSender } from "#lib/senders/locked-sender.ts";
import { readSenderForSending, type SenderForSending } from "#lib/senders/read-sender-for-sending.ts";

/** The sender and server of a campaign; null, and the campaign paused with the reason, when there is none to send as. */
export async function readCampaignSender(campaign: {
  id: string;
  workspaceId: string;
  senderId: string | null;
  /** Of its mails, once they are made. */
  fromEmail?: string;
}): Promise<SenderForSending | null> {
  const { workspaceId, senderId, fromEmail } = campaign;
  try {
    const sender = senderId && (await readSenderForSending(workspaceId, senderId, fromEmail));
    if (sender) return sender;
    await pauseCampaignForFault(campaign.id, { key: "sender_missing", values: {}, detail: null });
  } catch (error) {
    if (!(error instanceof LockedSender)) throw error;
    await pauseCampaignForFault(campaign.id, { ...error.part, detail: error.message });
  }
  return null;
}
