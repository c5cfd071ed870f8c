import { z } from "zod";
import { paceLimits } from "#lib/servers/server-pace.ts";

const numberOrEmpty = (problem: string, most: number) =>
  z
    .string()
    .optional()
    .transform((text) => (text?.trim() ? readWhole(text.trim()) : null))
    .pipe(z.number(problem).int(problem).min(1, problem).max(most, problem).nullable());

/** "1.500", "1,500" and "1 500" are 1500, whichever language they are typed in; "1.5" is no whole number. */
const readWhole = (text: string): number =>
  Number(isGrouped.test(text) ? text.replaceAll(/[\s.,]/g, "") : text.replace(",", "."));
const isGrouped = /^\d{1,3}(?:[\s.,]\d{3})+$/;

/** A number that may have a fraction, after a point or a comma. "1,000" could be a thousand or one, so it is neither. */
export const readDecimal = (text: string): number =>
  text.startsWith("0") || !isGrouped.test(text) ? Number(text.replace(",", ".")) : Number.NaN;

/** `HH:MM` as minutes after midnight. */
const timeOrEmpty = z
  .string()
  .regex(/^(?:(?:[01]?\d|2[0-3]):[0-5]\d|24:00)?$/, "senders.serverProblem.hours")
  .optional()
  .transform((text) => {
    if (!text) return null;
    const [hours = 0, minutes = 0] = text.split(":").map(Number);
    return hours * 60 + minutes;
  });

/** The fields of the form's "Limits". */
export const limitsInput = {
  messagesPerConnection: numberOrEmpty(
    "senders.serverProblem.messagesPerConnection",
    paceLimits.messagesPerConnection,
  ),
  hourlyCap: numberOrEmpty("senders.serverProblem.hourlyCap", paceLimits.cap),
  dailyCap: numberOrEmpty("senders.serverProblem.dailyCap", paceLimits.cap),
  hoursFrom: timeOrEmpty,
  hoursTo: timeOrEmpty,
  hoursTimeZone: z
    .string()
    .max(100)
    .optional()
    .transform((zone) => zone || null),
  weight: numberOrEmpty("senders.serverProblem.weight", paceLimits.weight).transform((weight) => weight ?? 1),
  fromDomains: z
    .string()
    .max(20_000, "senders.serverProblem.fromDomains")
    .optional()
    .transform((text) => (text ?? "").split(/[\s,;]+/).filter((domain) => domain !== "")),
  paceProviders: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
};
