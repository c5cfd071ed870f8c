import { isSendingHeld } from "#lib/accounts/installation-store.ts";
import { finishIfDone } from "#lib/campaigns/campaign-moves-store.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { enqueueBatches } from "#lib/planning/enqueue-batches.ts";
import { planningKey } from "#lib/planning/planning-key.ts";
import { logger } from "#lib/platform/logger.ts";
import { expireForgotten } from "./expire-forgotten.ts";
import { findOpenBatches } from "./find-open-batches.ts";
import { findUnfinished, takeBackExpired, type UnfinishedCampaign } from "./sweep-store.ts";

const leasesAtOnce = 2_000;
const expiredAtOnce = 2_000;

/** A machine that was off has kept everybody from their last attempt: while it is on for less than this, nobody expires unheard. */
const secondsForTheLastAttempt = 3_600;

/**
 * Every two seconds: takes back what dead workers held, ends what nobody could try again, nudges batches in which something is
 * due or was forgotten and may go out now, planning and cancelling that were lost, and ends campaigns with nothing left. A job's key keeps it from being queued twice, so
 * sweeping too often costs little and changes nothing; missing a sweep delays and loses nothing.
 *
 * @param runningSeconds for how long this process has been running, so that what waits could be sent
 */
export async function sweepDeliveries({
  runningSeconds = Number.POSITIVE_INFINITY,
}: {
  runningSeconds?: number;
} = {}): Promise<void> {
  const mayExpire = runningSeconds >= secondsForTheLastAttempt;
  const isHeld = await isSendingHeld();
  for (const campaign of await findUnfinished()) {
    try {
      await sweepCampaign(campaign, isHeld, mayExpire);
    } catch (error) {
      // The next sweep tries again; the other campaigns do not wait for this one.
      logger().error({ campaignId: campaign.id, err: error }, "a campaign could not be swept");
    }
  }
}

async function sweepCampaign(
  campaign: UnfinishedCampaign,
  isHeld: boolean,
  mayExpire: boolean,
): Promise<void> {
  const { id, state, isPlanned, knowsProviders, plannedTo } = campaign;
  const { released, inDoubt } = await takeBackExpired(id, leasesAtOnce);
  if (released + inDoubt > 0) {
    logger().warn({ campaignId: id, released, inDoubt }, "messages taken back from a worker that is gone");
  }
  if (!isPlanned && state !== "cancelled") {
    await enqueue("planBatches", { campaignId: id }, { key: planningKey(id, plannedTo) });
  }
  if (state === "sending" && isPlanned && !knowsProviders)
    await enqueue("learnProviders", { campaignId: id }, { key: id });
  if (state === "cancelled") await enqueue("cancelMessages", { campaignId: id }, { key: id });
  if (state === "sending" && !isHeld) {
    const expired = mayExpire ? await expireForgotten(campaign, expiredAtOnce) : 0;
    if (expired > 0)
      logger().warn({ campaignId: id, expired }, "messages expired that no server could try again");
    await enqueueBatches(campaign, await findOpenBatches(campaign));
  }
  await finishIfDone(id);
}
