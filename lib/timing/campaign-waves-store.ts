import { pool } from "#lib/platform/database.ts";
import { batchesInWave, type CampaignWave } from "./campaign-wave.ts";

/** The waves of a campaign that is sent by its recipients' own clocks; a handful of rows, none for any other campaign. */
export async function findWaves(campaignId: string): Promise<CampaignWave[]> {
  const { rows } = await pool().query<CampaignWave>(
    `SELECT wave, not_before AS "notBefore", time_zone AS "timeZone", batches FROM campaign_waves
     WHERE campaign_id = $1 ORDER BY not_before, wave`,
    [campaignId],
  );
  return rows;
}

/**
 * Those of some waves in which somebody is still queued.
 *
 * Plan expected: for each wave one probe of the partial index on queued (campaign_id, batch).
 */
export async function keepQueued(
  campaignId: string,
  waves: readonly CampaignWave[],
): Promise<CampaignWave[]> {
  const { rows } = await pool().query<{ wave: number }>(
    `SELECT wave FROM unnest($2::int[]) AS asked (wave)
     WHERE EXISTS (SELECT FROM messages WHERE campaign_id = $1 AND state = 'queued'
       AND batch >= wave * $3::int AND batch < (wave + 1) * $3::int)`,
    [campaignId, waves.map(({ wave }) => wave), batchesInWave],
  );
  const queued = new Set(rows.map(({ wave }) => wave));
  return waves.filter(({ wave }) => queued.has(wave));
}
