/** Whose fault a failed attempt is. Only a fault of the recipient or of their domain says anything about the contact. */
export type ReplyScope =
  | "recipient"
  | "domain"
  /** The receiving side is in trouble. */
  | "remote"
  /** How we send: address, reputation, authentication. */
  | "sender"
  /** What we send. */
  | "message"
  /** How sending is set up: the server will take nobody's mail from us until somebody changes that. */
  | "set_up"
  /** The sending server itself, whoever the recipient is. */
  | "server"
  | "unknown";

/**
 * What a failure does to the contact once it is final.
 * - `suppress`: no more mail, from the first time on (somebody who read mail lately gets a second chance)
 * - `repeated`: the second within 14 days does, as such mailboxes come back
 * - `soft`: counts against it; many campaigns in a row do, see soft-bounces.ts
 */
export type ContactEffect = "suppress" | "repeated" | "soft" | "none";

/**
 * What happened, as a closed vocabulary; the words for people are `delivery.categories.*` in messages/.
 * Taken from the public taxonomies of Sisimai, KumoMTA, SparkPost and SES.
 */
export const replyCategories = {
  /** There is no such mailbox. */
  invalid_recipient: { scope: "recipient", effect: "suppress" },
  /** There is no such domain, or it takes no mail. */
  invalid_domain: { scope: "domain", effect: "suppress" },
  /** Sounds like one of the two above, and is no proof: the codes say otherwise, or the address had been taken before. */
  doubtful_address: { scope: "recipient", effect: "soft" },
  /** The mailbox is there and disabled, suspended or abandoned. */
  inactive_mailbox: { scope: "recipient", effect: "repeated" },
  mailbox_full: { scope: "recipient", effect: "soft" },
  /** The mailbox gets more mail at the moment than its provider lets in. */
  recipient_rate: { scope: "recipient", effect: "none" },
  /** The recipient's side refuses by a rule of its own: a closed group, a blocked sender. */
  recipient_policy: { scope: "recipient", effect: "none" },
  /** First contact is asked to come back. */
  greylisted: { scope: "remote", effect: "none" },
  remote_trouble: { scope: "remote", effect: "none" },
  /** No reply, and the final dot had not left. */
  connection_lost: { scope: "remote", effect: "none" },
  rate_limited: { scope: "sender", effect: "none" },
  block_reputation: { scope: "sender", effect: "none" },
  auth_failure: { scope: "sender", effect: "none" },
  /** The mailbox provider takes mail over an encrypted connection only, and our server came in the clear. */
  encryption_demanded: { scope: "sender", effect: "none" },
  spam_content: { scope: "message", effect: "none" },
  policy: { scope: "message", effect: "none" },
  message_too_big: { scope: "message", effect: "none" },
  protocol: { scope: "message", effect: "none" },
  /** The sending server takes no mail for other domains from us. */
  relay_denied: { scope: "set_up", effect: "none" },
  /** The sending server does not let us send as this address. */
  sender_rejected: { scope: "set_up", effect: "none" },
  /** User name or password is wrong, or missing. */
  sign_in_refused: { scope: "set_up", effect: "none" },
  encryption_failed: { scope: "set_up", effect: "none" },
  server_unreachable: { scope: "server", effect: "none" },
  /** The server as a whole says no before it has heard of any recipient. */
  server_refuses: { scope: "server", effect: "none" },
  /** The server as a whole asks to come back later. */
  server_busy: { scope: "server", effect: "none" },
  /** What the sending server's provider lets us send in a day or an hour is used up. */
  server_quota: { scope: "server", effect: "none" },
  unknown: { scope: "unknown", effect: "none" },
} as const satisfies Record<string, { scope: ReplyScope; effect: ContactEffect }>;

export type ReplyCategory = keyof typeof replyCategories;

/** Rows keep the category as text; one of an older version may be none any more. */
export function isReplyCategory(text: string | null): text is ReplyCategory {
  return text !== null && Object.hasOwn(replyCategories, text);
}
