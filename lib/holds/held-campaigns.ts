import { refusalsToStop } from "./provider-hold.ts";

/**
 * For which mailbox providers this process knows campaigns to have stopped; what is claimed for them already goes back. Read anew
 * with each turn of a job, so it is never older than a few seconds.
 */
const held = new Map<string, ReadonlySet<string>>();

/** By campaign and provider: refusals that are being looked into. */
const suspected = new Map<string, number>();

/** Takes over what the database says. */
export function setHeldProviders(campaignId: string, providers: readonly string[]): void {
  if (providers.length === 0) held.delete(campaignId);
  else held.set(campaignId, new Set(providers));
}

/** The campaign has just stopped for one more. */
export function addHeldProvider(campaignId: string, provider: string): void {
  held.set(campaignId, new Set([...(held.get(campaignId) ?? []), provider]));
}

export function heldProvidersOf(campaignId: string): string[] {
  return [...(held.get(campaignId) ?? [])];
}

/**
 * A refusal of a kind that may stop the campaign was heard and is being looked into. While there are as many as it takes, no
 * more are collected.
 *
 * @returns what ends it
 */
export function suspectProvider(campaignId: string, provider: string): () => void {
  const key = `${campaignId} ${provider}`;
  suspected.set(key, (suspected.get(key) ?? 0) + 1);
  return () => {
    const left = (suspected.get(key) ?? 1) - 1;
    if (left === 0) suspected.delete(key);
    else suspected.set(key, left);
  };
}

export function isHeldFor(campaignId: string, provider: string | null): boolean {
  if (provider === null || held.size + suspected.size === 0) return false;
  if (held.get(campaignId)?.has(provider)) return true;
  return (suspected.get(`${campaignId} ${provider}`) ?? 0) >= refusalsToStop.refusals;
}
