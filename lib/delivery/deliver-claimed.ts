import { readContactsForMerge } from "#lib/contacts/read-contacts-for-merge.ts";
import type { ClaimedMessage } from "#lib/ledger/claim-store.ts";
import { recordVerdict } from "#lib/ledger/delivery-ledger.ts";
import { holdLease, letLeaseGo } from "#lib/ledger/held-leases.ts";
import { releasedVerdict } from "#lib/ledger/verdict.ts";
import { logger } from "#lib/platform/logger.ts";
import { askUnwanted } from "./ask-unwanted.ts";
import { type BatchRun, deliverMessage } from "./deliver-message.ts";
import { watchRun } from "./watch-run.ts";

/**
 * Delivers what one claim found, all at the same time, each as its turn comes: under the claim's lease, which is renewed until the last
 * has its verdict, and for as long as its campaign may send. Whoever has none by then is left to the sweep.
 */
export async function deliverClaimed(claimed: ClaimedMessage[], run: BatchRun): Promise<void> {
  const lease = claimed[0]?.lease ?? "";
  holdLease(lease);
  const endWatch = watchRun(run);
  try {
    await readRecipients(claimed, run);
    const results = await Promise.allSettled(claimed.map((message) => deliverMessage(message, run)));
    for (const result of results) {
      // Its lease runs out, and the sweep decides by its mark.
      if (result.status === "rejected")
        logger().error({ err: result.reason }, "a message was left to the sweep");
    }
  } finally {
    endWatch();
    letLeaseGo(lease);
  }
}

async function readRecipients(claimed: ClaimedMessage[], run: BatchRun): Promise<void> {
  try {
    [run.contacts] = await Promise.all([
      readContactsForMerge(
        run.campaign.workspaceId,
        claimed.map(({ contactId }) => contactId),
      ),
      askUnwanted(run),
    ]);
  } catch (error) {
    await Promise.all(claimed.map((message) => recordVerdict(run.campaign, message, releasedVerdict)));
    throw error;
  }
}
