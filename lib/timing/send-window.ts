import { readLocalMoment, writeLocalMoment } from "./campaign-schedule.ts";

/** The hours in which a campaign may be sent, by the clock of a time zone. */
export type SendWindow = {
  /** `HH:mm`; null: from midnight. When it is later than `to`, the window reaches into the next day. */
  from: string | null;
  /** `HH:mm`, no longer within; null: to midnight. */
  to: string | null;
  /** The days on which it opens, 1 is Monday and 7 Sunday (ISO 8601). */
  days: readonly number[];
  timeZone: string;
};

/** How a campaign keeps its window, and the zone it is meant in. */
export type WindowFields = {
  windowFrom: string | null;
  windowTo: string | null;
  windowDays: number[];
  timeZone: string;
};

export const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** The window of a campaign; null when it may be sent at any hour of any day. */
export function windowOf({ windowFrom, windowTo, windowDays, timeZone }: WindowFields): SendWindow | null {
  const isWholeDay = windowFrom === null && windowTo === null;
  if (isWholeDay && everyDay.every((day) => windowDays.includes(day))) return null;
  return { from: windowFrom, to: windowTo, days: windowDays, timeZone };
}

/** False for one that never opens: no day, or no time between its ends. */
export function canOpen({ from, to, days }: SendWindow): boolean {
  return days.length > 0 && (from ?? "00:00") !== (to ?? "24:00");
}

/** When the window closes that is open at a moment; null when none is. */
export function closingOf(window: SendWindow, at: Date): Date | null {
  const [today, time] = localParts(at, window.timeZone);
  const from = window.from ?? "00:00";
  const to = window.to ?? "24:00";
  const opensOn = (day: string) => window.days.includes(weekday(day));
  if (from < to) {
    if (!opensOn(today) || time < from || time >= to) return null;
    return momentOf(today, to, window.timeZone, at);
  }
  if (opensOn(today) && time >= from) return momentOf(nextDay(today, 1), to, window.timeZone, at);
  return opensOn(nextDay(today, -1)) && time < to ? momentOf(today, to, window.timeZone, at) : null;
}

export function isWindowOpen(window: SendWindow | null, at: Date): boolean {
  return window === null || closingOf(window, at) !== null;
}

/** The first moment from `at` on at which the window is open, itself if it is; null for a window that never opens. */
export function nextOpening(window: SendWindow, at: Date): Date | null {
  if (!canOpen(window)) return null;
  if (closingOf(window, at)) return at;
  const [today] = localParts(at, window.timeZone);
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const day = nextDay(today, ahead);
    const opens = momentOf(day, window.from ?? "00:00", window.timeZone, at);
    if (window.days.includes(weekday(day)) && opens > at) return opens;
  }
  return null;
}

/** Some months of days: what ends later than that is not worth a date. */
const mostOpenings = 100;

/**
 * When work that takes so many seconds ends if it starts at a moment and rests whenever the window is closed; null when that
 * is too far ahead to say.
 */
export function endOfWork(window: SendWindow | null, start: Date, workSeconds: number): Date | null {
  let left = workSeconds * 1_000;
  if (window === null) return new Date(start.getTime() + left);
  let at: Date | null = start;
  for (let openings = 0; openings < mostOpenings; openings += 1) {
    at = nextOpening(window, at);
    const closes = at && closingOf(window, at);
    if (!at || !closes) return null;
    const open = closes.getTime() - at.getTime();
    if (open >= left) return new Date(at.getTime() + left);
    left -= open;
    at = closes;
  }
  return null;
}

function localParts(at: Date, timeZone: string): [day: string, time: string] {
  const local = writeLocalMoment(at, timeZone);
  return [local.slice(0, 10), local.slice(11)];
}

/** Of an hour that autumn has twice, the first time if that is still to come. */
function momentOf(day: string, time: string, timeZone: string, after: Date): Date {
  const local = time === "24:00" ? `${nextDay(day, 1)}T00:00` : `${day}T${time}`;
  const moment = readLocalMoment(local, timeZone);
  if (moment.kind === "invalid") throw new Error(`${local} in ${timeZone} is no moment`);
  return moment.kind === "overlap" && moment.at <= after ? moment.later : moment.at;
}

function nextDay(day: string, ahead: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** 1 is Monday and 7 Sunday. */
function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}
