import { setTimeout as pause } from "node:timers/promises";
import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import { readContactsForMerge } from "#lib/contacts/read-contacts-for-merge.ts";
import { logger } from "#lib/platform/logger.ts";
import { OperatorError } from "#lib/platform/operator-error.ts";
import { readSenderForSending, type SenderForSending } from "#lib/senders/read-sender-for-sending.ts";
import { campaignLedger } from "./campaign-ledger.ts";
import { findSendingCampaign, type SendingCampaign } from "./campaign-store.ts";
import { type ClaimedMessage, claimMessages } from "./claim-store.ts";
import { type BatchRun, deliverMessage } from "./deliver-message.ts";
import { holdLease, letLeaseGo } from "./held-leases.ts";
import { batchSize } from "./planning-store.ts";
import { readCompiledMail } from "./read-compiled-mail.ts";
import { findUnwanted } from "./recipients-store.ts";
import { isStopping, runBatch } from "./running-batches.ts";
import { joinLine, leaveLine, type SendingLine } from "./sending-line.ts";
import { finishIfDone } from "./sweep-store.ts";
import { releasedVerdict } from "./verdict.ts";

/** A batch that takes longer lets others have the worker; the sweep brings it back. */
const turnMilliseconds = 10_000;

/**
 * Sends what is due in one batch of one campaign: claims it in parts, delivers each part, and ends the campaign when nothing
 * is left. Any number of these may run for one batch at once, here and elsewhere; each message is in one claim at a time.
 */
export async function deliverBatch({
  campaignId,
  batch,
}: {
  campaignId: string;
  batch: number;
}): Promise<void> {
  await runBatch(async () => {
    const campaign = await findSendingCampaign(campaignId);
    if (!campaign) return;
    const sender = await readSender(campaign);
    if (!sender) return;
    const line = joinLine(sender.server);
    try {
      await deliverParts(campaign, batch, sender, line);
    } finally {
      leaveLine(sender.server);
    }
    await finishIfDone(campaignId);
  });
}

async function deliverParts(
  campaign: SendingCampaign,
  batch: number,
  sender: SenderForSending,
  line: SendingLine,
): Promise<void> {
  const mail = await readCompiledMail(campaign);
  const turnEnds = performance.now() + turnMilliseconds;
  do {
    await pause(line.breaker.closedFor(Date.now()));
    if (isStopping()) return;
    const claimed = await claimMessages({
      campaignId: campaign.id,
      batch,
      limit: partSize(line, sender.server.messagesPerSecond),
      serverId: sender.server.id,
    });
    if (claimed.length === 0) return;
    const run: BatchRun = {
      campaign,
      mail,
      line,
      ledger: campaignLedger(campaign),
      contacts: new Map(),
      unwanted: new Map(),
      isStopped: false,
    };
    await deliverPart(claimed, run);
    if (run.isStopped) return;
  } while (performance.now() < turnEnds);
}

/**
 * Ten messages for each connection measured best: the next is ready whenever a connection is free, and what a killed worker
 * holds is little. With a rate, no more than ten seconds' worth. A server that has just failed gets one.
 */
function partSize(line: SendingLine, messagesPerSecond: number | null): number {
  if (line.breaker.isProbing()) return 1;
  const most = Math.min(batchSize, line.connections * 10);
  return messagesPerSecond === null ? most : Math.max(1, Math.min(most, Math.floor(messagesPerSecond * 10)));
}

async function deliverPart(claimed: ClaimedMessage[], run: BatchRun): Promise<void> {
  const lease = claimed[0]?.lease ?? "";
  holdLease(lease);
  try {
    await readRecipients(claimed, run);
    const results = await Promise.allSettled(claimed.map((message) => deliverMessage(message, run)));
    for (const result of results) {
      // Its lease runs out, and the sweep decides by its mark.
      if (result.status === "rejected")
        logger().error({ err: result.reason }, "a message was left to the sweep");
    }
  } finally {
    letLeaseGo(lease);
  }
}

async function readRecipients(claimed: ClaimedMessage[], run: BatchRun): Promise<void> {
  try {
    [run.contacts, run.unwanted] = await Promise.all([
      readContactsForMerge(
        run.campaign.workspaceId,
        claimed.map(({ contactId }) => contactId),
      ),
      findUnwanted(
        run.campaign.id,
        claimed.map(({ id }) => id),
      ),
    ]);
  } catch (error) {
    await Promise.all(claimed.map((message) => run.ledger.record(message, releasedVerdict)));
    throw error;
  }
}

/** Null, and the campaign paused with the reason, when there is no sender to send as. */
async function readSender(campaign: SendingCampaign): Promise<SenderForSending | null> {
  try {
    const sender = campaign.senderId && (await readSenderForSending(campaign.workspaceId, campaign.senderId));
    if (sender) return sender;
    await pauseCampaignForFault(campaign.id, { key: "sender_missing", values: {}, detail: null });
  } catch (error) {
    // The server's password was sealed under another APP_SECRET.
    if (!(error instanceof OperatorError)) throw error;
    await pauseCampaignForFault(campaign.id, { key: "server_sign_in", values: {}, detail: error.message });
  }
  return null;
}
