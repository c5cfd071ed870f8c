import { setTimeout as pause } from "node:timers/promises";
import { logger } from "#lib/platform/logger.ts";
import type { ClaimedMessage } from "./claim-store.ts";
import { openGroupCommit } from "./group-commit.ts";
import { keepLateReplies } from "./late-replies-store.ts";
import { blamedEffect, type Judgement, type LedgerCampaign, type Mark, writeLedger } from "./ledger-store.ts";
import { settleBlamed } from "./settle-blamed.ts";
import type { Verdict } from "./verdict.ts";

/** Waits after each failed try to record, in milliseconds: a database that restarts is back within that. */
const recordAgainAfter = [50, 200, 1_000, 3_000, 5_000, 10_000, 15_000, 15_000];

type Entry = { kind: "mark"; mark: Mark } | { kind: "judgement"; judgement: Judgement };
/** For a mark: whether it was made, or what went wrong. */
type Result = boolean | { error: unknown };

/**
 * All that this process writes about messages under way, in as few commits as possible and in the order in which it was asked
 * for. The order is what keeps doubt small: a mark that is asked for after a verdict is committed with it or later, never
 * before, so whoever hands in a verdict may at once let another dot be marked, and at no moment does the database know more
 * marked messages without a verdict than there are connections. Without that, each connection waits for two commits a
 * message instead of one.
 */
const commits = openGroupCommit<Entry, Result>({ mostItems: 1_000, commit });

/** Resolves true once the mark is committed; false if the dot must not leave. Rejects when nobody can say. */
export async function markDot(campaign: LedgerCampaign, message: ClaimedMessage): Promise<boolean> {
  const result = await commits.add({ kind: "mark", mark: { campaign, message } });
  if (typeof result === "boolean") return result;
  throw result.error;
}

/** Resolves once the verdict is committed and its contact suppressed if it is to be, or when these had to be left to a sweep. */
export async function recordVerdict(
  campaign: LedgerCampaign,
  message: ClaimedMessage,
  verdict: Verdict,
): Promise<void> {
  await commits.add({ kind: "judgement", judgement: { campaign, message, verdict } });
  if (blamedEffect(verdict)) await settleBlamed();
}

async function commit(entries: Entry[]): Promise<Result[]> {
  const marks = entries.flatMap((entry) => (entry.kind === "mark" ? [entry.mark] : []));
  const judged = entries.flatMap((entry) => (entry.kind === "judgement" ? [entry.judgement] : []));
  try {
    const { marked, moved } = await writeLedger(judged, marks);
    await noteTakenOver(judged, moved);
    return entries.map((entry) => entry.kind === "judgement" || marked.has(entry.mark.message.id));
  } catch (error) {
    // No dot leaves for a mark that may not have been made; its message is free for the next claim.
    if (judged.length > 0) await recordSurely(judged);
    return entries.map((entry) => entry.kind === "judgement" || { error });
  }
}

/**
 * Tries until it is written: what the server said is known nowhere else. Meanwhile no other dot is marked. When it cannot be
 * written for a minute, or the database refuses just this, the rows' leases run out and the sweep judges them by their marks,
 * which loses and repeats nobody.
 */
async function recordSurely(judged: Judgement[]): Promise<void> {
  let left = [...Map.groupBy(judged, ({ campaign }) => campaign.id).values()];
  for (const wait of recordAgainAfter) {
    await pause(wait);
    const failed: Judgement[][] = [];
    for (const group of left) {
      try {
        await noteTakenOver(group, (await writeLedger(group, [])).moved);
      } catch (error) {
        const { id: campaignId } = group[0]?.campaign ?? {};
        if (isRefusal(error)) {
          logger().error(
            { campaignId, messages: group.length, err: error },
            "verdicts are left to the sweep",
          );
        } else {
          failed.push(group);
          logger().warn({ campaignId, messages: group.length, err: error }, "verdicts are written again");
        }
      }
    }
    left = failed;
    if (left.length === 0) return;
  }
  logger().error({ messages: left.flat().length }, "the database is away: verdicts are left to the sweep");
}

/**
 * The database is there and says no to this very thing: it would say so again. Its classes (PostgreSQL, appendix A): data,
 * integrity, and what a trigger raises.
 */
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(22|23|42|P0)/.test(code);
}

/** What was said about a message that a person has had sent again meanwhile is kept for its story, and believed where it may be. */
async function noteTakenOver(judged: Judgement[], moved: Set<bigint>): Promise<void> {
  if (moved.size === judged.length) return;
  const late = judged.filter(({ message }) => !moved.has(message.id));
  logger().warn({ messages: late.length }, "verdicts came too late: the messages had been taken over");
  try {
    await keepLateReplies(late);
  } catch (error) {
    logger().warn({ messages: late.length, err: error }, "late replies could not be kept");
  }
}
