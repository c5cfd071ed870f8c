import { type ReplyCategory, replyCategories } from "#lib/replies/reply-category.ts";
import type { BackOffRule } from "./provider-rules.ts";

/** Where every provider begins: two messages on the way at a time. */
export const startConcurrency = 2;

/** How a provider takes mail through one server, for all workers together. */
export type ProviderState = {
  /** Messages on the way at a time: +1 for every round of them that was taken, halved by trouble. */
  concurrency: number;
  /** Troubles in a row. */
  failures: number;
  /** Milliseconds for which nothing goes there. */
  heldFor: number;
  /** While its own words ask for less. */
  ceiling: number | null;
  perMinute: number | null;
  /** What it said last. */
  reason: string | null;
};

/** What a refusal asks for. */
export type Trouble = {
  /** Null: twice as long as the last time, from a minute to an hour. */
  suspendSeconds: number | null;
  slow: { perMinute: number; seconds: number } | null;
  reason: string;
};

/** A provider said what one of its rules waits for, and the rule acts on several of it. */
export type Sighting = { rule: BackOffRule; text: string };

/** Messages that all workers together may have on the way to a provider. After trouble that is one, which tries. */
export function providerLimit(state: ProviderState | undefined, maximum: number): number {
  if (!state) return Math.min(startConcurrency, maximum);
  if (state.heldFor > 0) return 0;
  if (state.failures > 0) return 1;
  return Math.floor(Math.min(state.concurrency, state.ceiling ?? maximum, maximum));
}

/**
 * Whether a temporary refusal says, in whatever words, that this was too much: a rate, or 421, which closes the connection and so
 * is about everybody (RFC 5321 section 3.8). In answer to RCPT 421 may be the greylisting of one recipient.
 */
export function isTooMuch(said: {
  stage: string | null;
  replyCode: number | null;
  category: ReplyCategory | null;
}): boolean {
  if (said.category === "rate_limited") return true;
  if (said.replyCode !== 421 || said.stage === "rcpt" || said.category === null) return false;
  return said.category !== "greylisted" && replyCategories[said.category].scope !== "recipient";
}

/**
 * What a refusal means for all further mail: a trouble that counts at once, or a sighting of a rule that waits for more of its
 * kind, or both; neither, if it is about the message.
 *
 * @param rule the provider's own rule that its words call for
 */
export function readRefusal(
  rule: BackOffRule | undefined,
  said: { isTooMuch: boolean; text: string },
): { trouble: Trouble | null; sighting: Sighting | null } {
  const { text } = said;
  const isAtOnce = rule !== undefined && rule.times === 1;
  const counted = isAtOnce ? rule.again : rule;
  const asIs = said.isTooMuch ? { suspendSeconds: null, slow: null, reason: text } : null;
  return {
    trouble: isAtOnce ? troubleOf(rule, text) : asIs,
    sighting: counted ? { rule: counted, text } : null,
  };
}

/** What a rule does once it acts. */
export function troubleOf({ action }: BackOffRule, reason: string): Trouble {
  if (action.do === "suspend") return { suspendSeconds: action.minutes * 60, slow: null, reason };
  const { perMinute, minutes } = action;
  return { suspendSeconds: 60 / perMinute, slow: { perMinute, seconds: minutes * 60 }, reason };
}
