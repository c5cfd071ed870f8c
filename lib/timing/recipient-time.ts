import { isTimeZone, readLocalMoment, writeLocalMoment } from "./campaign-schedule.ts";
import { nextOpening, type WindowFields, windowOf } from "./send-window.ts";

/** Keys of the contact's attribute that holds a time zone, the first that has a value counts. */
export const timeZoneKeys = ["time_zone", "timezone", "zona_waktu"] as const;

/** Where midnight comes first, 14 hours ahead of UTC. */
const firstZone = "Pacific/Kiritimati";

/** What people write for the zones of Indonesia. */
const shortNames = new Map([
  ["wib", "Asia/Jakarta"],
  ["wita", "Asia/Makassar"],
  ["wit", "Asia/Jayapura"],
]);

/** The time zone that a contact's value names, or null: an IANA name such as `Asia/Makassar` in any case, or WIB, WITA, WIT. */
export function readTimeZone(value: string): string | null {
  const name = value.trim();
  const short = shortNames.get(name.toLowerCase());
  if (short) return short;
  return /^[a-z]+(\/[a-z0-9_+-]+){1,2}$|^utc$/i.test(name) && isTimeZone(name) ? name : null;
}

/** When planning must begin so that nobody's moment has passed by then. */
export function startForAllZones(scheduledAt: Date, timeZone: string): Date {
  const moment = readLocalMoment(writeLocalMoment(scheduledAt, timeZone), firstZone);
  return moment.kind === "invalid" ? scheduledAt : moment.at;
}

/**
 * The moment from which recipients of a zone may be sent to: the campaign's time by their clock, or its launch for one without
 * a time, and not before its hours begin there. Null for hours that never come.
 */
export function momentInZone(
  campaign: WindowFields & { scheduledAt: Date | null },
  launchedAt: Date,
  timeZone: string,
): Date | null {
  const { scheduledAt } = campaign;
  const local = scheduledAt && readLocalMoment(writeLocalMoment(scheduledAt, campaign.timeZone), timeZone);
  const wanted = local && local.kind !== "invalid" ? local.at : launchedAt;
  const at = wanted < launchedAt ? launchedAt : wanted;
  const window = windowOf({ ...campaign, timeZone });
  return window ? nextOpening(window, at) : at;
}
