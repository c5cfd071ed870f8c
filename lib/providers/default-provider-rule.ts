import type { ProviderRule } from "./provider-rules.ts";

/**
 * For all mailbox providers without a rule of their own, each by itself, after KumoMTA's default for the same case. It says little
 * and in many words, so these count only where the reply as a whole means the rate: "421 try again later" may be one recipient's
 * greylisting, and "too many errors" one connection's.
 */
export const defaultProviderRule: Omit<ProviderRule, "key" | "name" | "mx"> = {
  connections: 10,
  backOff: [
    {
      key: "rate",
      category: "rate_limited",
      pattern:
        /^4\d\d 4\.7\.(?:28|500|508|65\d)\b|^(?:421\b|4\d\d 4\.7\.\d+\b).*(?:\b(?:rate|frequency|volume|limits?|exceeded|quota|slow(?:er|ing)? ?(?:down)?|throttl\w*|too (?:fast|much|quickly)|terlalu (?:banyak|cepat)|trop de|zu viele)\b|too many (?!errors|recipients|invalid|unknown|bad))/i,
      times: 1,
      action: { do: "slow", perMinute: 1, minutes: 90 },
      example: "421 4.7.0 Too many messages from 192.0.2.10, slow down",
    },
  ],
};
