import { getTimeZone } from "next-intl/server";

/** The time zones that a server's hours may be in, the one in force first. Read on the server: browsers know other lists. */
export const zoneChoices = async (kept: string | null | undefined): Promise<string[]> => [
  ...new Set([kept ?? (await getTimeZone()), "UTC", ...Intl.supportedValuesOf("timeZone")]),
];
