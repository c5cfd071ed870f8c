/** How many recipients are in each state; the parts add up to `audience` (design: the books balance). */
export type CampaignBooks = {
  queued: number;
  sending: number;
  deferred: number;
  accepted: number;
  bounced: number;
  expired: number;
  skipped: number;
  inDoubt: number;
  cancelled: number;
};

export type CampaignPace = {
  /** Recipients that have no final state yet. */
  left: number;
  /** Recipients answered for per second, with one decimal. */
  ratePerSecond: number;
  /** Until everyone was tried once at this rate; null while nothing moves. Retries of the deferred come on top. */
  secondsLeft: number | null;
};

/**
 * How fast it goes and how long it will take.
 * @param answered recipients answered for within the last `windowSeconds`
 */
export function readPace(books: CampaignBooks, answered: number, windowSeconds: number): CampaignPace {
  const untried = books.queued + books.sending;
  const rate = answered / windowSeconds;
  return {
    left: untried + books.deferred,
    ratePerSecond: Math.round(rate * 10) / 10,
    secondsLeft: untried === 0 ? 0 : rate > 0 ? Math.ceil(untried / rate) : null,
  };
}
