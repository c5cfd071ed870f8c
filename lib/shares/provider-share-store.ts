import type { PoolClient } from "pg";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import {
  type ProviderState,
  providerLimit,
  type Sighting,
  type Trouble,
} from "#lib/providers/provider-pace.ts";
import { addSightings, addSuccesses, addTrouble, readProviderStates } from "#lib/providers/provider-store.ts";
import { shareOut } from "./share-out.ts";

/** What a line of a worker process has to tell the others about a provider since the last time. */
export type ProviderNews = {
  provider: string;
  /** Messages on the way to it at a time, from all workers together, at most. */
  maximum: number;
  /** What the line may have on the way at this moment. */
  held: number;
  /** It has no use for its share, and leaves it to the others. */
  leaves: boolean;
  successes: number;
  troubles: Trouble[];
  sightings: Sighting[];
};

export type ProviderStanding = {
  /** How the providers behind the server take mail, also those that the line has nothing for. */
  states: Map<string, ProviderState>;
  /** How many messages the line may have on the way, by provider that it told about and did not leave. */
  shares: Map<string, number>;
};

/**
 * Tells what a line met with, and takes its share of what each provider takes at a time. One line at a time for each server,
 * and a share grows only into what nobody counts for, so all together never have more than the provider takes. Those of a line
 * that died are free once its row in server_shares is gone.
 *
 * Once a second for each line, and at once where there is news: five statements, however many providers there are.
 */
export async function exchangeProviders(
  serverId: string,
  line: string,
  news: readonly ProviderNews[],
): Promise<ProviderStanding> {
  if (news.length === 0) return { states: byProvider(await readProviderStates(serverId)), shares: new Map() };
  return inTransaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('provider shares ' || $1, 0))", [
      serverId,
    ]);
    await tell(client, serverId, news);
    const states = byProvider(await readProviderStates(serverId, client));
    const rows = Map.groupBy(await readShareRows(client, serverId), ({ provider }) => provider);
    const shares = new Map<string, number>();
    const changed: { provider: string; granted: number }[] = [];
    for (const { provider, maximum, held, leaves } of news) {
      if (leaves) continue;
      const parties = (rows.get(provider) ?? []).map((row) => ({ ...row, wants: true }));
      const own = parties.find((party) => party.line === line);
      const all = own ? parties : [...parties, { line, provider, granted: 0, wants: true }];
      const { size, granted } = shareOut(providerLimit(states.get(provider), maximum), all, line, held);
      shares.set(provider, size);
      if (own?.granted !== granted) changed.push({ provider, granted });
    }
    if (changed.length > 0) await writeShares(client, serverId, line, changed);
    const left = news.filter(({ leaves }) => leaves).map(({ provider }) => provider);
    if (left.length > 0) await deleteShares(client, serverId, line, left);
    return { states, shares };
  });
}

async function tell(client: PoolClient, serverId: string, news: readonly ProviderNews[]): Promise<void> {
  const taken = news.filter(({ successes }) => successes > 0);
  if (taken.length > 0) await addSuccesses(serverId, taken, client);
  for (const { provider, ...met } of news) {
    const troubles = [...met.troubles];
    for (const [rule, seen] of Map.groupBy(met.sightings, (each) => each.rule)) {
      const texts = seen.map(({ text }) => text);
      const trouble = await addSightings(serverId, provider, rule, texts, client);
      if (trouble) troubles.push(trouble);
    }
    for (const trouble of troubles)
      await addTrouble(serverId, provider, trouble, 0.8 + Math.random() * 0.4, client);
  }
}

/** In the order in which the lines came to the providers. */
async function readShareRows(
  client: PoolClient,
  serverId: string,
): Promise<{ line: string; provider: string; granted: number }[]> {
  const { rows } = await client.query(
    "SELECT line, provider, granted FROM provider_shares WHERE server_id = $1 ORDER BY joined_at, line",
    [serverId],
  );
  return rows;
}

async function writeShares(
  client: PoolClient,
  serverId: string,
  line: string,
  changed: { provider: string; granted: number }[],
): Promise<void> {
  await client.query(
    `INSERT INTO provider_shares (server_id, line, provider, granted)
     SELECT $1, $2, provider, granted FROM unnest($3::text[], $4::int[]) AS given (provider, granted)
     ON CONFLICT (server_id, line, provider) DO UPDATE SET granted = excluded.granted`,
    [serverId, line, changed.map(({ provider }) => provider), changed.map(({ granted }) => granted)],
  );
}

async function deleteShares(
  client: PoolClient,
  serverId: string,
  line: string,
  providers: string[],
): Promise<void> {
  await client.query(
    "DELETE FROM provider_shares WHERE server_id = $1 AND line = $2 AND provider = ANY($3::text[])",
    [serverId, line, providers],
  );
}

function byProvider(states: (ProviderState & { provider: string })[]): Map<string, ProviderState> {
  return new Map(states.map((state) => [state.provider, state]));
}
