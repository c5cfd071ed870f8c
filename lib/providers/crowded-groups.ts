/** Recipients of one campaign that are in one place, by a provider's rule or by their mail exchanger. */
export type Crowd = {
  provider: string;
  recipients: number;
  /** Messages to them are told so as they are planned. */
  isMarked: boolean;
  /** Those whose messages were not. */
  untold: number;
};

/**
 * From so many recipients of one campaign on, a group has a pace of its own. From two at a time to ten, one more for each round
 * that was taken, it takes 2 + 3 + ... + 9 = 44 messages: one with fewer would be over before its limit says anything, and is
 * hurried by nobody.
 */
export const fewestRecipients = 50;

/** The most crowded of one campaign, as each costs every worker a share: docs/decisions/0027 has the numbers. */
export const mostGroups = 200;

/** The groups whose recipients, or some of them, are to keep to its pace from now on; the most crowded first. */
export function crowdedGroups(crowds: readonly Crowd[]): string[] {
  const all = new Map<string, number>();
  for (const { provider, recipients } of crowds) all.set(provider, (all.get(provider) ?? 0) + recipients);
  return crowds
    .filter(({ provider, isMarked }) => !isMarked && (all.get(provider) ?? 0) >= fewestRecipients)
    .sort((a, b) => (all.get(b.provider) ?? 0) - (all.get(a.provider) ?? 0))
    .slice(0, mostGroups)
    .map(({ provider }) => provider);
}
