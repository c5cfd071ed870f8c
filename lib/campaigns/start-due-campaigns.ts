import { isSendingHeld } from "#lib/accounts/installation-store.ts";
import { isReady } from "#lib/checks/campaign-checks.ts";
import { checkCampaign } from "#lib/checks/check-campaign.ts";
import { type CampaignRow, findCampaignById } from "#lib/drafts/campaigns-store.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { databaseNow } from "#lib/platform/database-clock.ts";
import { logger } from "#lib/platform/logger.ts";
import { isMissed } from "#lib/timing/campaign-schedule.ts";
import { momentInZone } from "#lib/timing/recipient-time.ts";
import { type DueCampaign, findDue, findForgotten, moveCampaign } from "./campaign-moves-store.ts";
import { launchCampaign } from "./launch-campaign.ts";
import type { PauseReason } from "./pause-reason.ts";
import { findRecipientZones } from "./recipient-zones-store.ts";

/**
 * Launches campaigns whose time has come; holds, for a person to decide, those that missed it by more than an hour, also for some of
 * their recipients only, and those whose time was before a backup was put back, however late they are (it must not mail everyone
 * again), and those that cannot go. Nudges again what was launched or cancelled while its job was
 * lost. Runs every two seconds; running twice at once changes nothing.
 */
export async function startDueCampaigns(): Promise<void> {
  // Until a person has released it, no schedule starts; what is late by then asks.
  if (await isSendingHeld()) return;
  const now = await databaseNow();
  for (const due of await findDue()) {
    try {
      await startOrHold(due, now);
    } catch (error) {
      // It is tried again by the next run, and held once it is an hour late; the others do not wait for it.
      logger().error({ campaignId: due.id, err: error }, "a due campaign could not be started");
    }
  }
  const forgotten = await findForgotten();
  for (const campaignId of forgotten.planning)
    await enqueue("planBatches", { campaignId }, { key: campaignId });
  for (const campaignId of forgotten.cancelled)
    await enqueue("cancelMessages", { campaignId }, { key: campaignId });
}

async function startOrHold(due: DueCampaign, now: Date): Promise<void> {
  const reason = await reasonToHold(due, now);
  if (reason === null) await launchCampaign(due.id, { onlyDue: true });
  else if (await moveCampaign(due.id, "hold", { pauseReason: reason, onlyDue: true })) {
    logger().info({ campaignId: due.id, reason: reason.key }, "campaign held");
  }
}

async function reasonToHold(due: DueCampaign, now: Date): Promise<PauseReason | null> {
  const row = await findCampaignById(due.id);
  if (row === null) return null;
  if (due.mayHaveGone) return { key: "restored_schedule", values: {}, detail: null };
  if (isMissed(due.scheduledAt, now) || (await isMissedBySome(row, now)))
    return { key: "missed_schedule", values: {}, detail: null };
  const { checks } = await checkCampaign(row, now);
  if (isReady(checks)) return null;
  const failed = checks.filter(({ verdict }) => verdict === "stop").map(({ key }) => key);
  return { key: "not_ready", values: {}, detail: failed.join(", ") };
}

/** By its recipients' own clocks a campaign begins before its time, and may have missed the hour of some of them by then. */
async function isMissedBySome(row: CampaignRow, now: Date): Promise<boolean> {
  const { startAt } = row;
  if (startAt === null || !isMissed(startAt, now)) return false;
  const zones = await findRecipientZones(row.workspaceId);
  const moments = zones.map((zone) => momentInZone(row, startAt, zone));
  return moments.some((moment) => moment !== null && isMissed(moment, now));
}
