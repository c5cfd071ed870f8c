import type { ReplyCategory } from "#lib/replies/reply-category.ts";

/** Servers say what they mean to say to everybody in answer to one message, and what they mean about one message alike. */
const doubtful: readonly ReplyCategory[] = [
  "relay_denied",
  "sender_rejected",
  "sign_in_refused",
  "encryption_failed",
  "server_refuses",
];

/** What may have kept a message from being tried to its end and need not be its own fault. */
export const doubtfulCategories: readonly ReplyCategory[] = [
  ...doubtful,
  "server_quota",
  "message_too_big",
  "connection_lost",
];

/**
 * The reply was to a message, in words that speak of how sending is set up. What is said to MAIL of a mail's size counts as well:
 * only the sending server's own limit can be meant.
 */
export function isDoubtful(category: string | null, stage: string | null): boolean {
  if (category === "message_too_big") return stage === "mail";
  return doubtful.some((known) => known === category);
}

/** So many messages of a campaign refused one after the other, none of them before, and not one that got through: it is not about them. */
const refusalsInARow = 10;

/** How a server has taken the campaign of a message that it refuses in doubtful words. */
export type CampaignRecord = {
  /** It was refused in the same words before. */
  wasRefused: boolean;
  /** Others of its campaign got through: here since the last refusal that counted, or anywhere and at any time. */
  othersGetThrough: boolean;
  /** Of its campaign, each for the first time, since something got through here. */
  refusedInARow: number;
  /** The server has refused the campaign already, by whichever worker: this message was to show whether it still does. */
  isTry: boolean;
};

/** A refusal in doubtful words is about the one message, and says nothing about its campaign. */
export function isAboutMessage(record: CampaignRecord): boolean {
  const { wasRefused, othersGetThrough, refusedInARow, isTry } = record;
  return othersGetThrough && (wasRefused || (!isTry && refusedInARow < refusalsInARow));
}
