import type { ServerPace } from "#lib/servers/server-pace.ts";
import { readLocalMoment, writeLocalMoment } from "#lib/timing/campaign-schedule.ts";

type Hours = Pick<ServerPace, "hoursFrom" | "hoursTo" | "hoursTimeZone">;

/**
 * When a server may be sent to next: null if it may now, else the moment at which its hours begin. An hour that the clocks
 * skip in spring begins as far after the change, one that autumn has twice begins in each; 24:00 as a beginning is midnight.
 */
export function opensAt(
  { hoursFrom: from, hoursTo: to, hoursTimeZone: zone }: Hours,
  now: Date,
): Date | null {
  if (from === null || to === null || zone === null || from === to) return null;
  const { day, minute } = wallClock(now, zone);
  const begins = from % 1_440;
  const isOpen = begins < to ? minute >= begins && minute < to : minute >= begins || minute < to;
  return isOpen ? null : momentAt(minute < begins ? day : dayAfter(day), begins, zone, now);
}

/** When the hours end that a server is in; null where it has none. In an hour that comes twice, they end in each. */
export function closesAt(
  { hoursFrom: from, hoursTo: to, hoursTimeZone: zone }: Hours,
  now: Date,
): Date | null {
  if (from === null || to === null || zone === null || from === to) return null;
  const { day, minute } = wallClock(now, zone);
  const ends = to % 1_440;
  return momentAt(minute < ends ? day : dayAfter(day), ends, zone, now);
}

/** Of an hour that comes twice, the first time if that is still to come. */
function momentAt(day: string, minute: number, zone: string, after: Date): Date | null {
  const moment = readLocalMoment(`${day}T${clock(minute)}`, zone);
  if (moment.kind === "invalid") return null;
  return moment.kind === "overlap" && moment.at <= after ? moment.later : moment.at;
}

function wallClock(now: Date, zone: string): { day: string; minute: number } {
  const [day = "", time = ""] = writeLocalMoment(now, zone).split("T");
  return { day, minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
