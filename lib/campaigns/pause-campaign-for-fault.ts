import { logger } from "#lib/platform/logger.ts";
import { moveCampaign } from "./campaign-moves-store.ts";
import type { PauseReason } from "./pause-reason.ts";

/**
 * Pauses a campaign that cannot go on (no server, wrong password, broken content) instead of letting everyone in it fail.
 * True for the one caller who did it; the others find it paused.
 */
export async function pauseCampaignForFault(campaignId: string, reason: PauseReason): Promise<boolean> {
  // A stranger's words, wherever they were cut: half a character in them and PostgreSQL refuses the reason, and with it the pause.
  const detail = reason.detail?.toWellFormed() ?? null;
  const paused = await moveCampaign(campaignId, "pause", { pauseReason: { ...reason, detail } });
  if (paused) logger().warn({ campaignId, reason: reason.key, detail: reason.detail }, "campaign paused");
  return paused;
}
