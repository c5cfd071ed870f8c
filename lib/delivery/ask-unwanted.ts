import type { SkipReason } from "#lib/ledger/verdict.ts";
import { findUnwanted } from "./recipients-store.ts";

/** What was asked about the recipients of a claim. */
export type Asked = {
  campaign: { id: string };
  messageIds: bigint[];
  /** By message: who must not be sent to after all. */
  unwanted: Map<bigint, SkipReason>;
  /** Milliseconds since 1970 from which on the answer is too old to be believed. */
  askAgainAt: number;
  asking: Promise<void> | null;
};

/** Most claims are over before that; of one that waits for its provider, people unsubscribe meanwhile. */
const believedMilliseconds = 5_000;

/** Asks for all messages of a claim at once who must not be sent to; whoever asks meanwhile waits for the same answer. */
export function askUnwanted(claim: Asked): Promise<void> {
  claim.asking ??= ask(claim).finally(() => {
    claim.asking = null;
  });
  return claim.asking;
}

async function ask(claim: Asked): Promise<void> {
  const askAgainAt = Date.now() + believedMilliseconds;
  claim.unwanted = await findUnwanted(claim.campaign.id, claim.messageIds);
  claim.askAgainAt = askAgainAt;
}
