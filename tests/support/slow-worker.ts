import { type ClaimedMessage, claimMessages } from "#lib/ledger/claim-store.ts";
import { judgeOutcome } from "#lib/ledger/judge-outcome.ts";
import { writeLedger } from "#lib/ledger/ledger-store.ts";
import type { Verdict } from "#lib/ledger/verdict.ts";
import type { SmtpOutcome } from "#lib/smtp/smtp-outcome.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { endLeases } from "./deliver.ts";

type Campaign = { id: string; workspaceId: string };

/** Claims one message of the first batch, as a worker does that then does nothing with it. */
export async function claimOne(campaignId: string): Promise<ClaimedMessage> {
  const serverId = crypto.randomUUID();
  const [message] = await claimMessages({ campaignId, batch: 0, limit: 1, serverId });
  if (!message) throw new Error("nothing was claimed");
  return message;
}

/** A worker claims a message, marks it and is not heard of before its lease ends: the message is in doubt. */
export async function loseMarked(campaign: Campaign): Promise<ClaimedMessage> {
  const message = await claimOne(campaign.id);
  await writeLedger([], [{ campaign, message }]);
  await endLeases(campaign.id);
  await sweepDeliveries();
  return message;
}

/** What a worker makes of a server's answer, where nothing but the answer counts. */
export function judge(message: ClaimedMessage, outcome: SmtpOutcome): Verdict {
  return judgeOutcome(outcome, {
    ...message,
    retryHours: 72,
    hasOtherServer: false,
    campaignIsProven: true,
    campaignIsTried: false,
    hasGotThrough: true,
    refusedInARow: 0,
    serverIsAway: false,
    random: 0,
  });
}
