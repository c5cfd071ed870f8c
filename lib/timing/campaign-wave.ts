import { isWindowOpen, nextOpening, type WindowFields, windowOf } from "./send-window.ts";

/** Recipients of one campaign who may be sent to from the same moment on; their batches are numbered from `firstBatchOf`. */
export type CampaignWave = { wave: number; notBefore: Date; timeZone: string; batches: number };

/** The numbers of a wave: no campaign has half a thousand million recipients in one. Wave 0 waits for nothing. */
export const batchesInWave = 1_000_000;

export function firstBatchOf(wave: number): number {
  return wave * batchesInWave;
}

export function waveOf(batch: number): number {
  return Math.floor(batch / batchesInWave);
}

/** The hours of a campaign by the clock of a wave; without one, by the campaign's. */
export function windowOfWave(campaign: WindowFields, wave: CampaignWave | undefined) {
  return windowOf({ ...campaign, timeZone: wave?.timeZone ?? campaign.timeZone });
}

export function isWaveOpen(campaign: WindowFields, wave: CampaignWave, now: Date): boolean {
  return wave.notBefore <= now && isWindowOpen(windowOfWave(campaign, wave), now);
}

/** When the first of the waves opens; null while one is open, or when none ever opens. */
export function nextWaveOpening(
  campaign: WindowFields,
  waves: readonly CampaignWave[],
  now: Date,
): Date | null {
  if (waves.some((wave) => isWaveOpen(campaign, wave, now))) return null;
  const openings = waves.map((wave) => {
    const from = wave.notBefore > now ? wave.notBefore : now;
    const window = windowOfWave(campaign, wave);
    return window ? nextOpening(window, from) : from;
  });
  const times = openings.flatMap((at) => (at ? [at.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
}
