/** How fast and how many, for whatever is sent through one server (or under another name); null is no limit. */
export type SendLimits = {
  perSecond: number | null;
  /** In any 60 minutes. */
  hourlyCap: number | null;
  /** In any 24 hours. */
  dailyCap: number | null;
};

/** With no limit nothing has to be reserved, and nothing is asked of the database. */
export function hasLimits({ perSecond, hourlyCap, dailyCap }: SendLimits): boolean {
  return perSecond !== null || hourlyCap !== null || dailyCap !== null;
}

/** Slots that a worker reserves at a time: a quarter of a second's worth, so that several workers take turns often. */
export function slotsAtOnce({ perSecond }: SendLimits): number {
  return perSecond === null ? 100 : Math.min(500, Math.max(1, Math.floor(perSecond / 4)));
}
