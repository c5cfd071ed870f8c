import { noReplyWords } from "#lib/smtp/smtp-outcome.ts";

/**
 * Why nobody knows what became of a message, as a key of `delivery.doubts.*`: our own program ended before it could write the
 * answer down, the server did not answer in time, what it said was no answer, or the connection ended first.
 */
export type DoubtCause = "program_ended" | "no_answer" | "not_understood" | "connection_ended";

/** @param replyText what the connection ended with; null when no program was left to hear it */
export function doubtCause(replyText: string | null): DoubtCause {
  if (replyText === null) return "program_ended";
  if (replyText.startsWith(noReplyWords.unreadable)) return "not_understood";
  // ETIMEDOUT: the network gave up before we did.
  const isTooLate = replyText.startsWith(noReplyWords.tooLate) || /ETIMEDOUT/.test(replyText);
  return isTooLate ? "no_answer" : "connection_ended";
}

/** A message in doubt, and what is known about it. Ids are decimal, moments ISO 8601 in UTC. */
export type Doubt = {
  messageId: string;
  contactId: string;
  email: string;
  cause: DoubtCause;
  /** When the final dot left. */
  dotSentAt: string | null;
  serverName: string | null;
  /** Which attempt it was, from 1. */
  attempt: number;
  /** What the connection ended with. */
  said: string | null;
  /** When a person left it in doubt, and who; null while it is to be decided. */
  leftAt: string | null;
  leftBy: string | null;
};

/** The doubts of a campaign: those to be decided first. */
export type CampaignDoubts = {
  /** To be decided. */
  open: number;
  /** A person decided to leave these. */
  left: number;
  /** The first of them. */
  shown: Doubt[];
};

/** Which doubts a decision is about: these, or all that nobody decided about, named by their number. */
export type ChosenDoubts = { messageIds: string[] } | { all: number };

export type DoubtOutcome =
  | { kind: "done"; messages: number }
  /** None of the chosen is in doubt any more, or not so many: somebody was first, or they were settled. */
  | { kind: "changed" }
  /** The campaign was cancelled: it sends to nobody any more. */
  | { kind: "cancelled" }
  | { kind: "not_found" };
