import { readLocalMoment, writeLocalMoment } from "#lib/campaigns/campaign-schedule.ts";
import type { ServerPace } from "#lib/senders/server-pace.ts";

type Hours = Pick<ServerPace, "hoursFrom" | "hoursTo" | "hoursTimeZone">;

/**
 * When a server may be sent to next: null if it may now, else the moment at which its hours begin. An hour that the clocks
 * skip in spring begins as far after the change.
 */
export function opensAt(
  { hoursFrom: from, hoursTo: to, hoursTimeZone: zone }: Hours,
  now: Date,
): Date | null {
  if (from === null || to === null || zone === null || from === to) return null;
  const { day, minute } = wallClock(now, zone);
  const isOpen = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (isOpen) return null;
  const opens = readLocalMoment(`${minute < from ? day : dayAfter(day)}T${clock(from)}`, zone);
  return opens.kind === "invalid" ? null : opens.at;
}

/** When the hours end that a server is in; null where it has none. In an hour that comes twice, they end in each. */
export function closesAt(
  { hoursFrom: from, hoursTo: to, hoursTimeZone: zone }: Hours,
  now: Date,
): Date | null {
  if (from === null || to === null || zone === null || from === to) return null;
  const { day, minute } = wallClock(now, zone);
  const ends = to % 1_440;
  const closes = readLocalMoment(`${minute < ends ? day : dayAfter(day)}T${clock(ends)}`, zone);
  if (closes.kind === "invalid") return null;
  return closes.kind === "overlap" && closes.at <= now ? closes.later : closes.at;
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
