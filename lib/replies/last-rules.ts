import type { ReplyRule } from "./reply-rule.ts";

const refused =
  "(?:bann?ed|blocked|refused|rejected|denied|forbidden|prohibited|disallowed|unauthorized|not (?:authorized|allowed|permitted|accepted|welcome)|ditolak|diblokir|abgelehnt|rejet|rechazad|rifiutat|rejeitad)";

/**
 * No words that are known, but one of refusal: what it is said of tells whose side it is on. Nothing here suppresses anybody or
 * closes a server. A code of addresses (X.1) beside it says more.
 */
export const lastRules: readonly ReplyRule[] = [
  {
    pattern: new RegExp(
      `^(?=.*\\b${refused}).*(?:\\b(?:ip|host|server|client|network|connection)\\b|\\d(?:\\.\\d{1,3}){3})`,
      "i",
    ),
    category: "block_reputation",
    example: "550 The sender 192.0.2.10 is banned",
  },
  {
    pattern: new RegExp(
      `^5\\d\\d (?!\\d\\.1\\.|.*\\b(?:your|sender|from|mail|message)\\b)(?=.*\\b${refused}).*\\b(?:recipient|user|mailbox|address|account)\\b`,
      "i",
    ),
    category: "doubtful_address",
    example: "550 This user is not permitted here",
  },
  {
    pattern: new RegExp(`^[45]\\d\\d (?!\\d\\.1\\.).*\\b(?:${refused}|permission|no permit)`, "i"),
    category: "policy",
    example: "550 Permission denied",
  },
];
