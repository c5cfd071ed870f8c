import type { ReplyCategory } from "#lib/replies/reply-category.ts";

/** What a provider's words ask for. */
type BackOffAction =
  /** Nothing more goes there for so long. */
  | { do: "suspend"; minutes: number }
  /** So few a minute, over one connection, for so long. */
  | { do: "slow"; perMinute: number; minutes: number };

export type BackOffRule = {
  /** Kept with what was seen of it: unique within its provider, and never given another meaning. */
  key: string;
  /** Matched against `CODE ENHANCED text`, without regard to case. */
  pattern: RegExp;
  /** Only where the reply means this; absent: whatever it means. */
  category?: ReplyCategory;
  /** How often within an hour before it acts, heard by all workers together. */
  times: number;
  action: BackOffAction;
  /** A reply that the provider gives, or close to it. */
  example: string;
  /** What the same words ask for once they are said so often all the same. */
  again?: BackOffRule;
};

export type ProviderRule = {
  /** Kept with messages: short, and never given another meaning. */
  key: string;
  /** How people call it; a name, the same in every language. */
  name: string;
  /** Ends of the names of its mail exchangers, whose domains are all its domains. */
  mx: readonly string[];
  /** Messages on the way to it at a time, at most: from all workers through one server. */
  connections: number;
  backOff: readonly BackOffRule[];
};

/**
 * How much the large mailbox providers take from one address, and what their words ask for, after KumoMTA's public shaping
 * rules and the providers' own pages. The first entry whose mail exchanger matches decides. For all others see
 * default-provider-rule.ts.
 */
export const providerRules: readonly ProviderRule[] = [
  {
    key: "google",
    name: "Google",
    mx: [".google.com", ".googlemail.com"],
    connections: 5,
    backOff: [
      {
        key: "unusual_rate",
        pattern: /unusual rate of unsolicited mail/i,
        times: 2,
        action: { do: "slow", perMinute: 10, minutes: 30 },
        example:
          "421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address",
      },
      {
        key: "detected",
        pattern: /our system has detected that this message/i,
        times: 5,
        action: { do: "suspend", minutes: 60 },
        example: "550 5.7.1 Our system has detected that this message is likely unsolicited mail",
      },
    ],
  },
  {
    key: "yahoo",
    name: "Yahoo, AOL",
    mx: [".yahoodns.net"],
    connections: 10,
    backOff: [
      {
        key: "tss04",
        pattern: /\[TSS04\]/i,
        times: 2,
        action: { do: "suspend", minutes: 120 },
        example:
          "421 4.7.0 [TSS04] Messages from 192.0.2.10 temporarily deferred due to unexpected volume or user complaints",
      },
      {
        key: "tss05",
        pattern: /\[TSS05\]/i,
        times: 1,
        action: { do: "suspend", minutes: 240 },
        example: "421 4.7.0 [TSS05] Messages from 192.0.2.10 temporarily deferred",
      },
      {
        key: "ts02",
        pattern: /\[TS02\]/i,
        times: 1,
        action: { do: "slow", perMinute: 1, minutes: 30 },
        example: "421 4.7.0 [TS02] Messages from 192.0.2.10 temporarily deferred",
      },
      {
        key: "bl",
        pattern: /\[BL\d*\]/i,
        times: 1,
        action: { do: "suspend", minutes: 120 },
        example: "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.10",
      },
    ],
  },
  {
    key: "outlook",
    name: "Outlook.com",
    mx: [".olc.protection.outlook.com"],
    connections: 5,
    backOff: [
      {
        key: "server_busy",
        pattern: /server busy/i,
        times: 1,
        action: { do: "slow", perMinute: 1, minutes: 15 },
        example: "451 4.7.650 The mail server has been temporarily rate limited, server busy",
        again: {
          key: "server_still_busy",
          pattern: /server busy/i,
          times: 5,
          action: { do: "suspend", minutes: 30 },
          example: "451 4.7.650 The mail server has been temporarily rate limited, server busy",
        },
      },
      {
        key: "block_list",
        pattern: /\bS3150\b|on our block list/i,
        times: 1,
        action: { do: "suspend", minutes: 120 },
        example:
          "550 5.7.1 Unfortunately, messages from [192.0.2.10] weren't sent. Part of their network is on our block list (S3150)",
      },
    ],
  },
  {
    key: "microsoft365",
    name: "Microsoft 365",
    mx: [".mail.protection.outlook.com", ".mx.microsoft"],
    connections: 5,
    backOff: [
      {
        key: "server_busy",
        pattern: /^451 4\.7\.500\b/i,
        times: 1,
        action: { do: "slow", perMinute: 10, minutes: 15 },
        example: "451 4.7.500 Server busy. Please try again later from [192.0.2.10]",
      },
    ],
  },
  {
    key: "apple",
    name: "Apple iCloud",
    mx: [".icloud.com"],
    connections: 10,
    backOff: [
      {
        key: "rate",
        pattern: /\[(?:HCM1|BS02)\]/i,
        times: 1,
        action: { do: "suspend", minutes: 15 },
        example: "451 4.7.1 [BS02] Message rejected temporarily due to rate",
      },
    ],
  },
  {
    key: "comcast",
    name: "Comcast",
    mx: [".comcast.net"],
    connections: 25,
    backOff: [
      {
        key: "throttled",
        pattern: /\bRL0000\d{2}\b/i,
        times: 1,
        action: { do: "suspend", minutes: 5 },
        example: "421 4.1.0 192.0.2.10 Throttled - try again later. Please see RL000001",
      },
    ],
  },
  {
    key: "gmx",
    name: "GMX, WEB.DE",
    mx: [".gmx.net", ".web.de"],
    connections: 4,
    backOff: [
      {
        key: "policy",
        pattern: /reject due to policy/i,
        times: 1,
        action: { do: "suspend", minutes: 60 },
        example: "554 5.7.1 Transaction failed: Reject due to policy restrictions",
      },
    ],
  },
  {
    key: "orange",
    name: "Orange",
    mx: [".orange.fr"],
    connections: 2,
    backOff: [
      {
        key: "connections",
        pattern: /trop de connexions/i,
        times: 1,
        action: { do: "slow", perMinute: 30, minutes: 60 },
        example: "421 4.3.2 Trop de connexions, veuillez verifier votre configuration",
      },
    ],
  },
  {
    key: "mimecast",
    name: "Mimecast",
    mx: [".mimecast.com"],
    connections: 10,
    backOff: [
      {
        key: "resource",
        pattern: /internal resource temporarily unavailable/i,
        times: 1,
        action: { do: "suspend", minutes: 30 },
        example: "451 4.3.0 Internal resource temporarily unavailable",
      },
    ],
  },
  {
    key: "qq",
    name: "QQ Mail",
    mx: [".qq.com"],
    connections: 4,
    backOff: [
      {
        key: "frequency",
        pattern: /frequency limited/i,
        times: 1,
        action: { do: "suspend", minutes: 60 },
        example: "550 5.7.1 Mail frequency limited by the recipient's system",
      },
    ],
  },
  {
    key: "netease",
    name: "NetEase 163",
    mx: [".163.com", ".netease.com"],
    connections: 4,
    backOff: [
      {
        key: "frequency",
        pattern: /frequency limited/i,
        times: 1,
        action: { do: "suspend", minutes: 60 },
        example: "450 4.7.0 MI:SFQ frequency limited, 192.0.2.10",
      },
    ],
  },
];
