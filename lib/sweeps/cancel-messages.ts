import { moveToCancelled } from "./sweep-store.ts";

/** Small enough that nobody waits long for the campaign's row, which every part moves. */
const rowsAtOnce = 10_000;

/**
 * Moves everyone of a cancelled campaign who was not sent to yet to `cancelled`. Who is on the wire at this moment is recorded
 * by the worker that sends; what comes back from there unsent is found by the sweep. Repeatable without effect.
 */
export async function cancelMessages({ campaignId }: { campaignId: string }): Promise<void> {
  while ((await moveToCancelled(campaignId, rowsAtOnce)) > 0);
}
