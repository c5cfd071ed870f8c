import type { PoolClient } from "pg";
import { zoneValue } from "#lib/campaigns/recipient-zones-store.ts";
import { writeLocalMoment } from "#lib/timing/campaign-schedule.ts";
import { type CampaignWave, firstBatchOf } from "#lib/timing/campaign-wave.ts";
import { findWaves } from "#lib/timing/campaign-waves-store.ts";
import { momentInZone, readTimeZone } from "#lib/timing/recipient-time.ts";
import { type WindowFields, windowOf } from "#lib/timing/send-window.ts";

/** Where recipients go: by what their contact says about its zone, and everybody else. */
export type WavePlaces = {
  values: string[];
  waves: number[];
  firstBatches: number[];
  other: { wave: number; firstBatch: number };
};

export type WrittenWave = { wave: number; rows: number; endBatch: number };

type TimedCampaign = WindowFields & {
  id: string;
  workspaceId: string;
  recipientTime: boolean;
  scheduledAt: Date | null;
  launchedAt: Date | null;
};

/**
 * The waves that the recipients of a range belong to, made where they are new. Which zones there are is asked of the range's
 * contacts, a few at most, so that any name of a zone counts and none has to be listed.
 */
export async function placeInWaves(
  client: PoolClient,
  campaign: TimedCampaign,
  range: { after: bigint; upTo: bigint },
  firstBatch: number,
): Promise<WavePlaces> {
  const atOnce = { wave: 0, firstBatch };
  if (!campaign.recipientTime) return { values: [], waves: [], firstBatches: [], other: atOnce };
  const launchedAt = campaign.launchedAt ?? new Date();
  const known = new Map((await findWaves(campaign.id)).map((wave) => [keyOf(wave), wave]));

  async function place(timeZone: string): Promise<{ wave: number; firstBatch: number }> {
    const notBefore = momentInZone(campaign, launchedAt, timeZone) ?? launchedAt;
    if (notBefore <= launchedAt && windowOf(campaign) === null) return atOnce;
    const key = keyOf({ notBefore, timeZone });
    const wave = known.get(key) ?? { wave: known.size + 1, notBefore, timeZone, batches: 0 };
    if (!known.has(key)) await insertWave(client, campaign.id, wave);
    known.set(key, wave);
    return { wave: wave.wave, firstBatch: firstBatchOf(wave.wave) + wave.batches };
  }

  const { rows } = await client.query<{ value: string }>(
    `SELECT DISTINCT ${zoneValue} AS value FROM contacts
     WHERE workspace_id = $1 AND id > $2 AND id <= $3 AND ${zoneValue} IS NOT NULL`,
    [campaign.workspaceId, range.after, range.upTo],
  );
  const places: WavePlaces = {
    values: [],
    waves: [],
    firstBatches: [],
    other: await place(campaign.timeZone),
  };
  for (const { value } of rows) {
    const zone = readTimeZone(value);
    if (!zone) continue;
    const { wave, firstBatch: first } = await place(zone);
    places.values.push(value);
    places.waves.push(wave);
    places.firstBatches.push(first);
  }
  return places;
}

/** Zones whose clocks show the same at the same moment are one wave. */
function keyOf({ notBefore, timeZone }: Pick<CampaignWave, "notBefore" | "timeZone">): string {
  return `${notBefore.toISOString()} ${writeLocalMoment(notBefore, timeZone)}`;
}

async function insertWave(client: PoolClient, campaignId: string, wave: CampaignWave): Promise<void> {
  await client.query(
    "INSERT INTO campaign_waves (campaign_id, wave, not_before, time_zone) VALUES ($1, $2, $3, $4)",
    [campaignId, wave.wave, wave.notBefore, wave.timeZone],
  );
}

/** Keeps how many batches each wave has now. */
export async function keepWaves(
  client: PoolClient,
  campaignId: string,
  written: readonly WrittenWave[],
): Promise<void> {
  for (const { wave, endBatch } of written.filter((each) => each.wave > 0)) {
    await client.query("UPDATE campaign_waves SET batches = $3 WHERE campaign_id = $1 AND wave = $2", [
      campaignId,
      wave,
      endBatch - firstBatchOf(wave),
    ]);
  }
}
