import type { Locale } from "./locale.ts";

export type MomentStyle = "moment" | "day" | "time";

const TAG: Record<Locale, string> = { en: "en-GB", id: "id-ID" };

/**
 * Writes a moment with the zone it means: "21 November 2026 14.30 WIB" (id), "21 November 2026 14:30 WIB" (en).
 * `day` leaves the time away, `time` the date. The names of Indonesia's zones are known to the Indonesian locale
 * data alone, so the zone is always taken from there.
 */
export const formatMoment = (
  moment: Date,
  locale: Locale,
  timeZone: string,
  style: MomentStyle = "moment",
): string => {
  const day = new Intl.DateTimeFormat(TAG[locale], {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone,
  });
  if (style === "day") return day.format(moment);
  const time = new Intl.DateTimeFormat(TAG[locale], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  const clock = `${time.format(moment)} ${zoneName(moment, timeZone)}`;
  return style === "time" ? clock : `${day.format(moment)} ${clock}`;
};

/** The exact moment with seconds and offset, for a hover: "2026-11-21 14:30:05 +07:00". */
export const formatExactMoment = (moment: Date, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "medium",
    timeZone,
  }).format(moment);
  const offset = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(moment)
    .find(({ type }) => type === "timeZoneName")?.value;
  return `${parts} ${offset === "GMT" ? "+00:00" : (offset ?? "").replace("GMT", "")}`;
};

const zoneName = (moment: Date, timeZone: string): string =>
  new Intl.DateTimeFormat("id-ID", { timeZone, timeZoneName: "short" })
    .formatToParts(moment)
    .find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
