import type { ReplyCategory } from "#lib/replies/reply-category.ts";

/**
 * What a provider says when it does not take mail of this sender from anybody: that it is not proven to be theirs, or that it
 * came in the clear. Going on would fail for everyone there, so the campaign stops for that provider.
 */
const stopping = ["auth_failure", "encryption_demanded"] as const satisfies readonly ReplyCategory[];
export type StoppingCategory = (typeof stopping)[number];

/** So many of a provider's last answers to a campaign stop it there: one alone may be about a recipient who forwards. */
export const refusalsToStop = { refusals: 3, answers: 20 };

export function stopsProvider(category: string | null): category is StoppingCategory {
  return category !== null && (stopping as readonly string[]).includes(category);
}

/** A campaign that stopped for a mailbox provider. Moments are ISO 8601 in UTC. */
export type ProviderHold = {
  provider: string;
  /** How people call it. */
  name: string;
  /** Words are `delivery.providerHold.*`. */
  category: StoppingCategory;
  /** The provider's words. */
  said: string;
  heldAt: string;
};
