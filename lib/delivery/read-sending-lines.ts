import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readServerWait, type ServerWait } from "#lib/lines/read-server-wait.ts";
import { countByProvider, countByServer, sumConnections } from "#lib/pacing/line-store.ts";
import { providerName } from "#lib/providers/provider.ts";
import type { ProviderState } from "#lib/providers/provider-pace.ts";
import { readProviderStates } from "#lib/providers/provider-store.ts";
import { readServersOfSender } from "#lib/senders/read-servers-of-sender.ts";
import { findSendingCampaign } from "./campaign-store.ts";

/** Why nothing, or little, goes to a provider at the moment: a key under `campaigns.live.lines.wait`. `until` is ISO 8601 in UTC. */
export type ProviderWait = {
  key: "held" | "slow";
  until: string | null;
  /** The provider's words. */
  said: string | null;
};

export type ProviderLine = { provider: string; name: string; perSecond: number; wait: ProviderWait | null };

/** One sending server that the campaign goes through, as the live screen shows it. */
export type ServerLine = {
  serverId: string;
  name: string;
  perSecond: number;
  connections: number;
  maxConnections: number;
  wait: ServerWait | null;
  /** Those that make it wait first, then the busiest. */
  providers: ProviderLine[];
  /** So many more would be in the list. */
  moreProviders: number;
};

/** A campaign may go to two hundred groups of domains at a time. */
const mostShown = 10;

/** Long enough to be calm, short enough to show that a server slows down. */
const windowSeconds = 5;

/** The ways a campaign's mail takes at this moment; none while it is not sending, or in another workspace. */
export async function readSendingLines(actor: Actor, campaignId: string): Promise<ServerLine[]> {
  requirePermission(actor, "campaigns:read");
  const campaign = await findSendingCampaign(campaignId);
  if (!campaign || campaign.workspaceId !== actor.workspaceId || !campaign.senderId) return [];
  const servers = await readServersOfSender(actor.workspaceId, campaign.senderId, campaign.fromEmail);
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
      wait: await readServerWait(server, campaignId),
      ...shown(
        server.paceProviders
          ? providerLines(
              await readProviderStates(server.id),
              new Map(
                byProvider
                  .filter(({ serverId }) => serverId === server.id)
                  .map(({ provider, answered }) => [provider, answered]),
              ),
            )
          : [],
      ),
    })),
  );
}

function shown(lines: ProviderLine[]): Pick<ServerLine, "providers" | "moreProviders"> {
  const waiting = lines.filter(({ wait }) => wait);
  const going = lines.filter(({ wait }) => !wait).sort((a, b) => b.perSecond - a.perSecond);
  const all = [...waiting, ...going];
  return { providers: all.slice(0, mostShown), moreProviders: Math.max(0, all.length - mostShown) };
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
    name: providerName(provider),
    perSecond: rate(answered.get(provider) ?? 0),
    wait: waits.get(provider) ?? null,
  }));
}

function providerWait({ heldFor, perMinute, ceiling, reason }: ProviderState): ProviderWait | null {
  if (heldFor > 0) return { key: "held", until: fromNow(heldFor), said: reason };
  return perMinute !== null || ceiling !== null ? { key: "slow", until: null, said: reason } : null;
}

function rate(answered: number): number {
  return Math.round((answered / windowSeconds) * 10) / 10;
}

function fromNow(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}
