import { type ReplyCategory, replyCategories } from "#lib/replies/reply-category.ts";

/**
 * Why somebody of today's audience has not had a finished campaign.
 * - `new`: joined the audience since
 * - `skipped`: was left out for a reason that no longer holds
 * - `expired`: was tried until the retry window closed
 * - `bounced`: was refused for a reason that is not theirs: our sender, our content, our set-up, a trouble that passes
 */
export type UnsentKind = "new" | "skipped" | "expired" | "bounced";

/** The two things a person may ask for, and whom each is about. Neither is about whoever got it, may have got it, or must not. */
export const unsentAsked = {
  send_to_rest: ["new", "skipped", "expired"],
  retry_failed: ["bounced", "expired"],
} as const satisfies Record<string, readonly UnsentKind[]>;
export type UnsentAsk = keyof typeof unsentAsked;

export type UnsentCounts = Record<UnsentKind, number>;

/** How many people one of the two is about. */
export function countAsked(counts: UnsentCounts, asked: UnsentAsk): number {
  return unsentAsked[asked].reduce((sum, kind) => sum + counts[kind], 0);
}

export type UnsentOutcome =
  | { kind: "done"; messages: number }
  /** It is not so many people any more: nobody is sent to. */
  | { kind: "changed"; messages: number }
  /** The campaign goes on already, or was cancelled. */
  | { kind: "not_finished" }
  | { kind: "not_found" };

/** A mailbox that was full or got too much is another day's question; one that is not there is not. */
const passing: readonly ReplyCategory[] = ["mailbox_full", "recipient_rate"];
const notTheirs = ["remote", "sender", "message", "set_up", "server"];

/** Categories of refusals that say nothing about the recipient, so that trying again is fair. */
export const retryableCategories: readonly string[] = Object.entries(replyCategories)
  .filter(([category, { scope }]) => notTheirs.includes(scope) || passing.includes(category as ReplyCategory))
  .map(([category]) => category);
