import { letGoOfLines } from "#lib/lines/sending-line.ts";
import { letGoOfPaces } from "./campaign-pace.ts";

/**
 * Wakes every claimed message of this process that waits for its turn, or those of one campaign, so that it is given back at
 * once. Before, `isStopping` or the runs must say so, or they would only wait again.
 */
export function stopWaiting(campaignId?: string): void {
  letGoOfPaces(campaignId);
  letGoOfLines(campaignId);
}
