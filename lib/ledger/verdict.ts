import type { PauseReasonKey } from "#lib/campaigns/pause-reason.ts";
import type { TroubleKind } from "#lib/pacing/server-trouble.ts";
import type { ContactEffect, ReplyCategory } from "#lib/replies/reply-category.ts";

/** What was heard, as it is kept with the row and the event. */
export type Heard = {
  stage: string | null;
  replyCode: number | null;
  enhancedCode: string | null;
  replyText: string | null;
  category: ReplyCategory | null;
};

/** What becomes of a claimed message. */
export type Verdict = Heard &
  (
    | { to: "accepted" | "in_doubt" }
    | { to: "bounced" | "expired"; effect: ContactEffect }
    /** Milliseconds from when it is recorded: only the database's clock says when that is. */
    | { to: "deferred"; retryAfter: number }
    | { to: "skipped"; skipReason: SkipReason }
    /** Given back as if it had not been claimed: never attempted, or due as it was. */
    | { to: "released"; fault: ServerFault | null }
  );

/** Why a planned recipient is not sent to after all; the words are `delivery.skipReasons.*`. */
export type SkipReason =
  | "excluded"
  | "unsubscribed"
  | "bounced"
  | "complained"
  | "suppressed"
  | "deleted"
  | "invalid"
  /** The content cannot be made for this one person. */
  | "content_failed";

/** The server does not take our mail, or not this campaign's: nothing that a recipient could be blamed for. */
export type ServerFault = {
  about: "server" | "campaign";
  reason: PauseReasonKey;
  detail: string;
  kind: TroubleKind;
  /** Milliseconds, where it asked to come back later and named a time. */
  after: number | null;
};

const nothingHeard: Heard = {
  stage: null,
  replyCode: null,
  enhancedCode: null,
  replyText: null,
  category: null,
};

/** Given back for a reason of our own: a pause, the end of the process, a claim that was lost. */
export const releasedVerdict: Verdict = { to: "released", ...nothingHeard, fault: null };

/** The dot may have left, and something broke on our side before the reply was understood. */
export const inDoubtVerdict: Verdict = { to: "in_doubt", ...nothingHeard, stage: "dot" };

export function skippedVerdict(skipReason: SkipReason): Verdict {
  return { to: "skipped", ...nothingHeard, skipReason };
}

/** @param detail the program's own words, for the engineer */
export function contentFailedVerdict(detail: string): Verdict {
  return {
    to: "skipped",
    ...nothingHeard,
    replyText: detail.slice(0, 1_000).toWellFormed(),
    skipReason: "content_failed",
  };
}
