/** A schedule missed by more than this asks before it sends: a restored backup must not mail everyone again. */
const missedAfterMilliseconds = 3_600_000;

/**
 * What a wall-clock time means in a time zone. In spring an hour does not exist (`gap`: the same distance after the change is
 * taken, as clocks do), in autumn one exists twice (`overlap`: the earlier is taken, `later` is the other).
 */
export type LocalMoment =
  | { kind: "exact"; at: Date }
  | { kind: "gap"; at: Date }
  | { kind: "overlap"; at: Date; later: Date }
  | { kind: "invalid" };

/**
 * Reads a wall-clock time.
 * @param local `YYYY-MM-DDTHH:mm`, as an `<input type="datetime-local">` gives it
 * @param timeZone IANA name, such as `Asia/Jakarta`
 */
export function readLocalMoment(local: string, timeZone: string): LocalMoment {
  const asIfUtc = readWallClock(local);
  if (asIfUtc === null || !isTimeZone(timeZone)) return { kind: "invalid" };
  // No zone changes its offset twice within two days, so the offsets a day before and after are all that can apply.
  const before = offsetMilliseconds(new Date(asIfUtc - dayMilliseconds), timeZone);
  const after = offsetMilliseconds(new Date(asIfUtc + dayMilliseconds), timeZone);
  const matches = [...new Set([before, after])]
    .map((offset) => new Date(asIfUtc - offset))
    .filter((at) => at.getTime() + offsetMilliseconds(at, timeZone) === asIfUtc)
    .sort((a, b) => a.getTime() - b.getTime());
  const [first, second] = matches;
  if (first === undefined) return { kind: "gap", at: new Date(asIfUtc - before) };
  if (second === undefined) return { kind: "exact", at: first };
  return { kind: "overlap", at: first, later: second };
}

/** Writes a moment as wall-clock time of a zone, `YYYY-MM-DDTHH:mm`: the inverse of {@link readLocalMoment}. */
export function writeLocalMoment(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetMilliseconds(at, timeZone))
    .toISOString()
    .slice(0, "YYYY-MM-DDTHH:mm".length);
}

export function isTimeZone(name: string): boolean {
  try {
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The time has come or gone, so "schedule" would mean "send at once". */
export function isPast(at: Date, now: Date): boolean {
  return at.getTime() <= now.getTime();
}

export function isMissed(scheduledAt: Date, now: Date): boolean {
  return now.getTime() - scheduledAt.getTime() > missedAfterMilliseconds;
}

const dayMilliseconds = 86_400_000;

function readWallClock(local: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return null;
  const milliseconds = Date.parse(`${local}:00Z`);
  // Date.parse takes 30 February for 2 March; a date that does not read back is none.
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(local)) return null;
  return milliseconds;
}

/** Making one takes a hundred times as long as reading it, and holds some ten kilobytes. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const mostClocks = 200;

/** @throws RangeError for what names no zone */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  if (clocks.size >= mostClocks) clocks.clear();
  clocks.set(timeZone, made);
  return made;
}

/** How far a zone's clocks are ahead of UTC at a moment. */
function offsetMilliseconds(at: Date, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value);
  const wallClock = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wallClock - Math.floor(at.getTime() / 1_000) * 1_000;
}
