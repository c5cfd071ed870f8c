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

/**
 * Messages that one of several workers may have on the way to a provider. After trouble one of all workers tries one; with
 * fewer than workers, the first to come have them.
 *
 * @param rank from 0, among `workers`
 */
export function providerShare(
  state: ProviderState | undefined,
  { maximum, rank, workers }: { maximum: number; rank: number; workers: number },
): number {
  if (state && state.heldFor > 0) return 0;
  const together =
    state && state.failures > 0
      ? 1
      : Math.floor(Math.min(state?.concurrency ?? startConcurrency, state?.ceiling ?? maximum, maximum));
  return Math.floor(together / workers) + (rank < together % workers ? 1 : 0);
}

/** What to do about a refusal: what the provider's own rule says, or the usual pause. Null: nothing, it is about the message. */
export function troubleOf(
  rule: BackOffRule | undefined,
  said: { isTooMuch: boolean; text: string },
): Trouble | null {
  if (rule?.action.do === "suspend")
    return { suspendSeconds: rule.action.minutes * 60, slow: null, reason: said.text };
  if (rule?.action.do === "slow") {
    const { perMinute, minutes } = rule.action;
    return { suspendSeconds: 60 / perMinute, slow: { perMinute, seconds: minutes * 60 }, reason: said.text };
  }
  return said.isTooMuch ? { suspendSeconds: null, slow: null, reason: said.text } : null;
}
