import { databaseNow } from "#lib/platform/database-clock.ts";
import { readServersOfSender } from "#lib/senders/read-servers-of-sender.ts";
import { windowOfWave } from "#lib/timing/campaign-wave.ts";
import { findWaves } from "#lib/timing/campaign-waves-store.ts";
import { findForgottenWaves, moveToExpired } from "./expire-store.ts";
import { lastChance } from "./last-chance.ts";
import type { UnfinishedCampaign } from "./sweep-store.ts";

/**
 * Ends those of a campaign who could not be tried once more after their retry window closed: who still waits after a day in
 * which it could have been sent to them waits for servers that are gone. Hours in which nothing may be sent are no chance.
 *
 * @param limit most to end, of each wave
 * @returns how many were ended
 */
export async function expireForgotten(campaign: UnfinishedCampaign, limit: number): Promise<number> {
  const forgotten = await findForgottenWaves(campaign.id);
  if (forgotten.length === 0) return 0;
  const { workspaceId, senderId, fromEmail, recipientTime } = campaign;
  const servers = senderId === null ? [] : await readServersOfSender(workspaceId, senderId, fromEmail);
  const waves = recipientTime ? await findWaves(campaign.id) : [];
  const now = await databaseNow();
  let expired = 0;
  for (const wave of forgotten) {
    const window = windowOfWave(
      campaign,
      waves.find((each) => each.wave === wave),
    );
    const dueSeconds = (now.getTime() - lastChance(window, servers, now).getTime()) / 1_000;
    expired += await moveToExpired(campaign.id, { wave, dueSeconds, limit });
  }
  return expired;
}
