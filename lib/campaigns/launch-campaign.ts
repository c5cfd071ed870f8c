import { enqueue } from "#lib/jobs/enqueue.ts";
import { moveCampaign } from "./campaign-moves-store.ts";

/**
 * Hands a campaign to planning. True for the one caller who did it; false when it was launched, changed or taken back meanwhile.
 * `onlyDue` is the scheduler's: only a campaign that waits for its time and whose time has come. The checks are the caller's.
 */
export async function launchCampaign(
  id: string,
  options: { workspaceId?: string; onlyDue?: boolean } = {},
): Promise<boolean> {
  const launched = await moveCampaign(id, "launch", { ...options, pauseReason: null });
  if (launched) await enqueue("planBatches", { campaignId: id }, { key: id });
  return launched;
}
