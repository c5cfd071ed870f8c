import type { ReplyRule } from "./reply-rule.ts";

/**
 * No words that help. Enhanced codes (RFC 3463) as far as they are used with care: of those about addresses only four say
 * that the mailbox or the domain is not there. Then bare reply codes (RFC 5321 section 4.2.3), by what they are defined to
 * mean; 550, 553 and 554 are said of everything.
 */
export const codeRules: readonly ReplyRule[] = [
  {
    pattern:
      /^\d{3} [45]\.1\.(?:1|6|10)\b(?!.*(?:\bsender\b|\bfrom\b|\byour (?!recipient)|block|denied|refus|filter))/i,
    category: "invalid_recipient",
    example: "550 5.1.1 sorry",
  },
  {
    pattern: /^\d{3} [45]\.1\.2\b(?!.*\b(?:sender|from)\b)/i,
    category: "invalid_domain",
    example: "550 5.1.2 sorry",
  },
  {
    // "Other address status" and "bad syntax": of an address, but not whose, nor that nobody has it. And codes whose words
    // sound like a filter.
    pattern: /^\d{3} [45]\.1\.(?:[0136]|10)\b(?!.*\b(?:sender|from)\b)/i,
    category: "doubtful_address",
    example: "550 5.1.0 sorry",
  },
  { pattern: /^\d{3} 5\.1\.[0-378]\b/, category: "sender_rejected", example: "553 5.1.8 sorry" },
  { pattern: /^\d{3} [45]\.2\.1\b/, category: "inactive_mailbox", example: "550 5.2.1 sorry" },
  { pattern: /^\d{3} [45]\.[34]\.\d+\b/, category: "remote_trouble", example: "451 4.4.2 sorry" },
  { pattern: /^\d{3} [45]\.6\.\d+\b/, category: "protocol", example: "554 5.6.0 sorry" },
  { pattern: /^\d{3} [45]\.7\.\d+\b/, category: "policy", example: "554 5.7.1 sorry" },
  {
    pattern: /^50[0-4] |^\d{3} 5\.5\.[1-6]\b/,
    category: "protocol",
    example: "501 5.5.4 sorry",
  },
  { pattern: /^421 /, category: "rate_limited", example: "421 closing transmission channel" },
  { pattern: /^452 /, category: "mailbox_full", example: "452 sorry" },
  { pattern: /^45[01] /, category: "remote_trouble", example: "451 sorry" },
  { pattern: /^552 /, category: "mailbox_full", example: "552 sorry" },
];
