import type { PauseReasonKey } from "#lib/campaigns/pause-reason.ts";
import { classifyReply } from "#lib/replies/classify-reply.ts";
import { type ReplyCategory, replyCategories } from "#lib/replies/reply-category.ts";
import { askedPauseSeconds, retryAfter } from "#lib/replies/retry-timetable.ts";
import type { SmtpOutcome } from "#lib/smtp/smtp-outcome.ts";
import { isAboutMessage, isDoubtful } from "./doubtful-refusal.ts";
import type { Heard, ServerFault, Verdict } from "./verdict.ts";

type Attempt = {
  /** From 1. */
  attempt: number;
  /** Made before a person had it tried again: the timetable begins after them. */
  attemptsBefore: number;
  /** Milliseconds. */
  sinceFirstAttempt: number;
  retryHours: number;
  /** What the attempt before this one met with. */
  previousCategory: string | null;
  previousReplyCode: number | null;
  /** Another server may send it as well. */
  hasOtherServer: boolean;
  /** It took others of this campaign since it last refused that one. */
  campaignIsProven: boolean;
  /** It has refused the campaign, and nothing of that has got through since. */
  campaignIsTried: boolean;
  /** Some of this campaign got through it or through another, in this process or elsewhere. */
  hasGotThrough: boolean;
  /** See doubtful-refusal.ts. */
  refusedInARow: number;
  /** It failed as a whole, and nothing has got through since. */
  serverIsAway: boolean;
  random: number;
};

/**
 * Decides what one attempt came to (design rules 4 to 6): a reply is believed at any stage, 4yz and 5yz after the dot
 * included; without one the message is in doubt if the dot may have left, and due again if not.
 */
export function judgeOutcome(outcome: SmtpOutcome, attempt: Attempt): Verdict {
  switch (outcome.kind) {
    case "accepted":
      return { to: "accepted", ...heard(outcome, null) };
    case "not_connected":
      return notConnected(outcome);
    case "no_reply":
      if (outcome.afterDot) return { to: "in_doubt", ...heard(outcome, null) };
      return lost(outcome, attempt);
    case "rejected":
      return rejected(outcome, attempt);
  }
}

function rejected(outcome: Extract<SmtpOutcome, { kind: "rejected" }>, attempt: Attempt): Verdict {
  const { category, permanence, effect } = classifyReply(outcome);
  const said = heard(outcome, category);
  const wasRefused = attempt.previousCategory === category;
  if (category === "server_quota") {
    // Said again to the same message, it may be about this message after all. Where nothing else tells, it is tried as seldom as
    // any other that is refused, and its tries come to an end.
    if (wasRefused) return defer(said, attempt);
    return faulty(said, {
      about: "server",
      reason: "server_quota",
      detail: detailOf(outcome),
      kind: "asked",
      after: askedPause(outcome.replyText),
    });
  }
  if (isDoubtful(category, outcome.stage)) {
    const { campaignIsProven, hasGotThrough, refusedInARow } = attempt;
    // Smaller ones of its campaign are taken here.
    if (category === "message_too_big" && wasRefused && campaignIsProven)
      return { to: "bounced", ...said, effect };
    // What got through may have gone through another server: then this one is tried with others, until it is refused again.
    const othersGetThrough = campaignIsProven || (hasGotThrough && (wasRefused || !attempt.hasOtherServer));
    if (isAboutMessage({ wasRefused, othersGetThrough, refusedInARow, isTry: attempt.campaignIsTried }))
      return defer(said, attempt);
    const fault = { about: "campaign", reason: reasonOf(category), detail: detailOf(outcome) } as const;
    // 4yz says that it may pass, whatever the words (RFC 5321 section 4.2.1); a person hears of it once it has lasted.
    return outcome.replyCode < 500
      ? faulty(said, { ...fault, kind: "asked", after: askedPause(outcome.replyText) })
      : faulty(said, { ...fault, kind: "mend", after: null });
  }
  if (permanence === "permanent" && category === "block_reputation" && mayGoElsewhere(attempt))
    return { to: "deferred", ...said, retryAfter: 0 };
  if (permanence === "permanent") return { to: "bounced", ...said, effect };
  return defer(said, attempt);
}

function faulty(said: Heard, fault: ServerFault): Verdict {
  return { to: "released", ...said, fault };
}

/** It is our address that is blocked, and another one of ours may not be: once, and through that one (claim-store.ts). */
function mayGoElsewhere(attempt: Attempt): boolean {
  const { previousCategory, previousReplyCode, sinceFirstAttempt, retryHours } = attempt;
  const hasBeen = previousCategory === "block_reputation" && (previousReplyCode ?? 0) >= 500;
  return attempt.hasOtherServer && !hasBeen && sinceFirstAttempt < retryHours * 3_600_000;
}

function reasonOf(category: ReplyCategory): PauseReasonKey {
  if (category === "sign_in_refused") return "server_sign_in";
  if (category === "message_too_big") return "server_size";
  return category === "sender_rejected" ? "sender_refused" : "server_refuses";
}

function askedPause(replyText: string): number | null {
  const seconds = askedPauseSeconds(replyText);
  return seconds === null ? null : seconds * 1_000;
}

/**
 * Of a server that has not shown yet that it is back, a lost connection tells nothing about the message. Lost with the same
 * message again, it is tried later, so that others have their turn.
 */
function lost(outcome: Extract<SmtpOutcome, { kind: "no_reply" }>, attempt: Attempt): Verdict {
  const said = heard(outcome, "connection_lost");
  if (!attempt.serverIsAway || attempt.previousCategory === "connection_lost") return defer(said, attempt);
  const detail = detailOf(outcome);
  return faulty(said, { about: "server", reason: "server_unreachable", detail, kind: "away", after: null });
}

/**
 * 4yz before any message (RFC 5321 section 4.2.1): "try again", said to everybody. Silence may end by itself as well. Only
 * 5yz, and what our own settings forbid, waits for a person.
 */
function notConnected(outcome: Extract<SmtpOutcome, { kind: "not_connected" }>): Verdict {
  const [category, reason] = troubles[outcome.trouble];
  const detail = detailOf(outcome);
  const isAskedLater = outcome.replyCode !== undefined && outcome.replyCode < 500;
  const isAway = outcome.trouble === "unreachable" && outcome.problem !== "address_forbidden";
  const hasNoName = outcome.problem === "host_not_found";
  const fault: ServerFault = isAskedLater
    ? { about: "server", reason: "server_busy", detail, kind: "asked", after: askedPause(outcome.replyText) }
    : {
        about: "server",
        reason: hasNoName ? "server_name_unknown" : reason,
        detail,
        kind: isAway ? "away" : "mend",
        after: null,
      };
  return faulty(heard(outcome, isAskedLater ? "server_busy" : category), fault);
}

const troubles = {
  unreachable: ["server_unreachable", "server_unreachable"],
  refused: ["server_refuses", "server_refuses"],
  tls: ["encryption_failed", "server_encryption"],
  certificate: ["encryption_failed", "server_certificate"],
  auth: ["sign_in_refused", "server_sign_in"],
} as const satisfies Record<string, readonly [ReplyCategory, PauseReasonKey]>;

function defer(said: Heard, attempt: Attempt): Verdict {
  const after = retryAfter({
    ...attempt,
    attempt: attempt.attempt - attempt.attemptsBefore,
    category: said.category ?? "unknown",
    replyText: said.replyText ?? "",
  });
  if (after !== null) return { to: "deferred", ...said, retryAfter: after };
  // What was never more than temporary counts softly, if it was the recipient's or the domain's.
  const { effect } = replyCategories[said.category ?? "unknown"];
  return { to: "expired", ...said, effect: effect === "none" ? "none" : "soft" };
}

function heard(outcome: SmtpOutcome, category: ReplyCategory | null): Heard {
  const { replyCode, enhancedCode } = "replyCode" in outcome ? outcome : {};
  return {
    stage: outcome.stage,
    replyCode: replyCode ?? null,
    enhancedCode: enhancedCode ?? null,
    replyText: outcome.replyText,
    category,
  };
}

function detailOf(outcome: SmtpOutcome): string {
  const { replyCode, enhancedCode } = "replyCode" in outcome ? outcome : {};
  return (
    [`${outcome.stage}:`, replyCode, enhancedCode, outcome.replyText]
      .filter((part) => part !== undefined)
      .join(" ")
      .slice(0, 1_000)
      // Cut within a character, PostgreSQL refuses it in jsonb, and the campaign would never be paused.
      .toWellFormed()
  );
}
