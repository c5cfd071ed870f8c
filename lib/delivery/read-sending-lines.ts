import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readBreaker } from "#lib/pacing/breaker-store.ts";
import { countByProvider, countByServer, findCapUntil, sumConnections } from "#lib/pacing/line-store.ts";
import { providerRule } from "#lib/pacing/provider.ts";
import type { ProviderState } from "#lib/pacing/provider-pace.ts";
import { readProviderStates } from "#lib/pacing/provider-store.ts";
import { opensAt } from "#lib/pacing/sending-hours.ts";
import { readServersOfSender } from "#lib/senders/read-servers-of-sender.ts";
import type { ServerRow } from "#lib/senders/senders-store.ts";
import { findSendingCampaign } from "./campaign-store.ts";

/** Why nothing, or little, goes a way at the moment: a key under `campaigns.live.lines`. `until` is ISO 8601 in UTC. */
export type LineWait = {
  key: "hours" | "cap" | "trouble" | "held" | "slow";
  until: string | null;
  /** The provider's words. */
  said: string | null;
};

export type ProviderLine = { provider: string; name: string; perSecond: number; wait: LineWait | null };

/** One sending server that the campaign goes through, as the live screen shows it. */
export type ServerLine = {
  serverId: string;
  name: string;
  perSecond: number;
  connections: number;
  maxConnections: number;
  wait: LineWait | null;
  providers: ProviderLine[];
};

/** Long enough to be calm, short enough to show that a server slows down. */
const windowSeconds = 5;

/** The ways a campaign's mail takes at this moment; none while it is not sending, or in another workspace. */
export async function readSendingLines(actor: Actor, campaignId: string): Promise<ServerLine[]> {
  requirePermission(actor, "campaigns:read");
  const campaign = await findSendingCampaign(campaignId);
  if (!campaign || campaign.workspaceId !== actor.workspaceId || !campaign.senderId) return [];
  const servers = await readServersOfSender(actor.workspaceId, campaign.senderId);
  const [byServer, byProvider, connections] = await Promise.all([
    countByServer(actor.workspaceId, campaignId, windowSeconds),
    servers.some(({ paceProviders }) => paceProviders)
      ? countByProvider(actor.workspaceId, campaignId, windowSeconds)
      : [],
    sumConnections(servers.map(({ id }) => id)),
  ]);
  return Promise.all(
    servers.map(async (server) => ({
      serverId: server.id,
      name: server.name,
      perSecond: rate(byServer.find(({ serverId }) => serverId === server.id)?.answered ?? 0),
      connections: connections.get(server.id) ?? 0,
      maxConnections: server.maxConnections,
      wait: await waitOf(server),
      providers: server.paceProviders
        ? providerLines(
            await readProviderStates(server.id),
            new Map(
              byProvider
                .filter(({ serverId }) => serverId === server.id)
                .map(({ provider, answered }) => [provider, answered]),
            ),
          )
        : [],
    })),
  );
}

async function waitOf(server: ServerRow): Promise<LineWait | null> {
  const opens = opensAt(server, new Date());
  if (opens) return { key: "hours", until: opens.toISOString(), said: null };
  const cap = await findCapUntil(`server ${server.id}`, server.hourlyCap, server.dailyCap);
  if (cap) return { key: "cap", until: cap.toISOString(), said: null };
  const breaker = await readBreaker(server.id);
  return breaker && breaker.openFor > 0
    ? { key: "trouble", until: fromNow(breaker.openFor), said: null }
    : null;
}

/** Providers that something goes to, or that let nothing or little through. */
function providerLines(
  states: (ProviderState & { provider: string })[],
  answered: Map<string, number>,
): ProviderLine[] {
  const waits = new Map(states.map((state) => [state.provider, providerWait(state)]));
  const shown = new Set([...answered.keys(), ...[...waits].flatMap(([key, wait]) => (wait ? [key] : []))]);
  return [...shown].sort().map((provider) => ({
    provider,
    name: providerRule(provider)?.name ?? provider,
    perSecond: rate(answered.get(provider) ?? 0),
    wait: waits.get(provider) ?? null,
  }));
}

function providerWait({ heldFor, perMinute, ceiling, reason }: ProviderState): LineWait | null {
  if (heldFor > 0) return { key: "held", until: fromNow(heldFor), said: reason };
  return perMinute !== null || ceiling !== null ? { key: "slow", until: null, said: reason } : null;
}

function rate(answered: number): number {
  return Math.round((answered / windowSeconds) * 10) / 10;
}

function fromNow(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}
