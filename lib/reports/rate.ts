/** A share with what is known about it: the base, and how far it may be from the truth. */
export type Rate = {
  count: number;
  base: number;
  /** Between 0 and 1; 0 without a base. */
  value: number;
  /** Wilson's 95 % interval. */
  low: number;
  high: number;
  /** Fewer than 50 in the base: one person moves it by more than 2 %, so it is shown in grey. */
  isSmall: boolean;
};

const smallestBase = 50;
/** The 97.5th percentile of the normal distribution. */
const z = 1.96;

/**
 * A rate with Wilson's interval, which stays between 0 and 1 and is right for small bases and rare events (E. B. Wilson, 1927),
 * unlike the usual plus-minus. A count above its base is taken as the base.
 */
export function readRate(count: number, base: number): Rate {
  if (base <= 0) return { count, base: 0, value: 0, low: 0, high: 1, isSmall: true };
  const value = Math.min(count / base, 1);
  const square = z * z;
  const centre = (value + square / (2 * base)) / (1 + square / base);
  const half =
    (z / (1 + square / base)) * Math.sqrt((value * (1 - value)) / base + square / (4 * base * base));
  return {
    count,
    base,
    value,
    low: Math.max(0, centre - half),
    high: Math.min(1, centre + half),
    isSmall: base < smallestBase,
  };
}
