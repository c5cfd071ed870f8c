import { z } from "zod";
import { paceLimits } from "#lib/senders/server-pace.ts";

const numberOrEmpty = (problem: string, most: number) =>
  z
    .string()
    .optional()
    .transform((text) => (text?.trim() ? Number(text.replaceAll(/[\s.,]/g, "")) : null))
    .pipe(z.number(problem).int(problem).min(1, problem).max(most, problem).nullable());

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
