/**
 * How many a second a campaign sends at most: its own limit, or its recipients spread evenly over its hours, whichever is
 * less. Null: as fast as the server takes them.
 */
export function paceOf(campaign: {
  maxPerSecond: number | null;
  spreadHours: number | null;
  audience: number;
}): number | null {
  const { maxPerSecond, spreadHours, audience } = campaign;
  const spread = spreadHours === null ? null : Math.max(1, audience) / (spreadHours * 3_600);
  if (maxPerSecond === null || spread === null) return maxPerSecond ?? spread;
  return Math.min(maxPerSecond, spread);
}
