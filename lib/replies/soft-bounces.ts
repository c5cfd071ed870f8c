/** What one campaign came to for a contact: an arrival, a soft failure, or anything else that says nothing about the mailbox. */
export type FinalResult = { at: Date; result: "arrived" | "soft" };

/** Limits as the large services have them: Mailchimp gives up after 7 without and 15 with activity, Klaviyo after 7. */
const softBounceLimits = { neverEngaged: 5, engaged: 10, engagedWithinDays: 90, spanDays: 14 } as const;

const dayMilliseconds = 86_400_000;

/**
 * Decides whether a mailbox that fails softly in campaign after campaign is given up. Each campaign counts once, however often
 * it was tried; an arrival halves the count; reading mail or clicking, and a person making the contact active again, begin it
 * anew. A burst of campaigns within two weeks is no proof.
 *
 * @param results of the contact's campaigns, the oldest first, the one just judged included
 * @param since nothing before this moment counts; null: everything does
 */
export function isGivenUp(
  results: readonly FinalResult[],
  { lastEngagedAt, since, now }: { lastEngagedAt: Date | null; since: Date | null; now: Date },
): boolean {
  const begin = Math.max(lastEngagedAt?.getTime() ?? 0, since?.getTime() ?? 0);
  let count = 0;
  let first = 0;
  for (const { at, result } of results) {
    if (at.getTime() <= begin) continue;
    if (result === "arrived") {
      count = Math.floor(count / 2);
      continue;
    }
    if (count === 0) first = at.getTime();
    count += 1;
  }
  const days = (moment: number) => (now.getTime() - moment) / dayMilliseconds;
  const isEngaged =
    lastEngagedAt !== null && days(lastEngagedAt.getTime()) <= softBounceLimits.engagedWithinDays;
  const limit = isEngaged ? softBounceLimits.engaged : softBounceLimits.neverEngaged;
  return count >= limit && days(first) >= softBounceLimits.spanDays;
}
