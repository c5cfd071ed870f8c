/**
 * A rate as a bucket of tokens: so many a second on average, at most a second's worth at once. Asking is enough to spend, so
 * everyone who asked has a moment of their own.
 *
 * It limits one process. Several worker processes that use the same server each have a bucket.
 */
export type SendRate = {
  /** Milliseconds from `now` until the caller may go. */
  reserve: (now: number) => number;
};

/** @param perSecond null for no limit */
export function openSendRate(perSecond: number | null): SendRate {
  if (perSecond === null || perSecond <= 0) return { reserve: () => 0 };
  const milliseconds = 1_000 / perSecond;
  const burst = Math.max(1, Math.floor(perSecond));
  // The moment at which the bucket is full again (GCRA: one number instead of tokens and a clock).
  let fullAt = 0;
  return {
    reserve(now) {
      fullAt = Math.max(fullAt, now) + milliseconds;
      return Math.max(0, Math.ceil(fullAt - now - burst * milliseconds));
    },
  };
}
