import { setTimeout as pause } from "node:timers/promises";
import { logger } from "#lib/platform/logger.ts";
import { type ClaimedMessage, markDots } from "./claim-store.ts";
import { openGroupCommit } from "./group-commit.ts";
import type { Verdict } from "./verdict.ts";
import { type JudgedMessage, recordVerdicts } from "./verdict-store.ts";

/** Writes about one campaign's messages, from all batches of this process, in as few commits as possible. */
export type CampaignLedger = {
  /** Resolves true once the mark is committed; false if the dot must not leave. Rejects when nobody can say. */
  mark: (message: ClaimedMessage) => Promise<boolean>;
  /** Resolves once the verdict is committed, or when it had to be left to the sweep. */
  record: (message: ClaimedMessage, verdict: Verdict) => Promise<void>;
};

/** Waits after each failed try to record, in milliseconds: a database that restarts is back within that. */
const recordAgainAfter = [50, 200, 1_000, 3_000, 5_000, 10_000, 15_000, 15_000];

const ledgers = new Map<string, CampaignLedger>();
const mostLedgers = 100;

/** The ledger of a campaign, one per process. */
export function campaignLedger(campaign: { id: string; workspaceId: string }): CampaignLedger {
  const known = ledgers.get(campaign.id);
  if (known) return known;
  const opened = openLedger(campaign);
  // It holds nothing between commits, so an old one is forgotten without harm.
  if (ledgers.size >= mostLedgers) ledgers.delete(ledgers.keys().next().value ?? "");
  ledgers.set(campaign.id, opened);
  return opened;
}

function openLedger(campaign: { id: string; workspaceId: string }): CampaignLedger {
  const marks = openGroupCommit<ClaimedMessage, boolean>({
    windowMilliseconds: 0,
    mostItems: 500,
    commit: async (messages) => {
      const marked = await markDots(campaign.id, messages);
      return messages.map(({ id }) => marked.has(id));
    },
  });
  const verdicts = openGroupCommit<JudgedMessage, void>({
    windowMilliseconds: 2,
    mostItems: 500,
    commit: async (judged) => {
      await recordSurely(campaign, judged);
      return judged.map(() => undefined);
    },
  });
  return {
    mark: (message) => marks.add(message),
    record: (message, verdict) => verdicts.add({ message, verdict }),
  };
}

/**
 * Tries until it is written: what the server said is known nowhere else. When it cannot be written for a minute, the rows'
 * leases run out and the sweep judges them by their marks, which loses and repeats nobody.
 */
async function recordSurely(
  campaign: { id: string; workspaceId: string },
  judged: JudgedMessage[],
): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const moved = await recordVerdicts(campaign, judged);
      if (moved < judged.length) {
        logger().warn(
          { campaignId: campaign.id, messages: judged.length - moved },
          "verdicts came too late: the messages had been taken over",
        );
      }
      return;
    } catch (error) {
      const wait = recordAgainAfter[tries];
      if (wait === undefined) {
        logger().error(
          { campaignId: campaign.id, messages: judged.length, err: error },
          "verdicts could not be recorded",
        );
        return;
      }
      logger().warn({ campaignId: campaign.id, err: error }, "verdicts are recorded again");
      await pause(wait);
    }
  }
}
