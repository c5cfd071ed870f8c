/** One hour or one day of the workspace's own time. */
export type SeriesUnit = "hour" | "day";

export type SeriesPoint = {
  /** Local time without a zone: `2026-11-21T14:00`. */
  at: string;
  opens: number;
  clicks: number;
};

const hourMilliseconds = 3_600_000;
const steps: Record<SeriesUnit, { milliseconds: number; most: number }> = {
  hour: { milliseconds: hourMilliseconds, most: 72 },
  day: { milliseconds: 24 * hourMilliseconds, most: 30 },
};

/** By the hour while a campaign is young, then by the day. */
export function chooseUnit(launchedAt: Date, now: Date): SeriesUnit {
  return now.getTime() - launchedAt.getTime() <= steps.hour.most * hourMilliseconds ? "hour" : "day";
}

/**
 * A point for every hour or day from the launch on, those with nothing included, at most three days of hours or thirty days.
 * Works on local times as text, so that a day is a day of the workspace's zone.
 *
 * @param counted what was counted per local hour or day, in any order
 * @param from local time of the launch
 * @param to local time of now
 */
export function fillSeries(
  counted: SeriesPoint[],
  unit: SeriesUnit,
  from: string,
  to: string,
): SeriesPoint[] {
  const { milliseconds, most } = steps[unit];
  const known = new Map(counted.map((point) => [point.at, point]));
  const start = readLocal(from, unit);
  const end = Math.min(readLocal(to, unit), start + (most - 1) * milliseconds);
  const points: SeriesPoint[] = [];
  for (let at = start; at <= end; at += milliseconds) {
    const key = new Date(at).toISOString().slice(0, 16);
    points.push(known.get(key) ?? { at: key, opens: 0, clicks: 0 });
  }
  return points;
}

/** Milliseconds of a local time read as if it were UTC, cut to its hour or day: good for steps, not for moments. */
function readLocal(local: string, unit: SeriesUnit): number {
  const cut = unit === "day" ? `${local.slice(0, 10)}T00:00` : `${local.slice(0, 13)}:00`;
  return Date.parse(`${cut}:00Z`);
}
