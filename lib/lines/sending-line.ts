import { returnSlots } from "#lib/pacing/count-store.ts";
import { openPermits, type Permits } from "#lib/pacing/permits.ts";
import { openProviderLanes, type ProviderBook, type ProviderLanes } from "#lib/pacing/provider-lanes.ts";
import { hasLimits, type SendLimits, slotsAtOnce } from "#lib/pacing/send-limits.ts";
import { openSendSlots, type SendSlots } from "#lib/pacing/send-slots.ts";
import { reserveSlots } from "#lib/pacing/slot-store.ts";
import type { ServerForSending } from "#lib/senders/read-sender-for-sending.ts";
import { updateReachedAddress } from "#lib/senders/sending-servers-store.ts";
import { serverAddress } from "#lib/servers/reached-address.ts";
import { type KeptShare, keepShare } from "#lib/shares/keep-share.ts";
import { endPresence } from "#lib/shares/presence-store.ts";
import { exchangeProviders } from "#lib/shares/provider-share-store.ts";
import { openTransport, type SmtpTransport } from "#lib/smtp/smtp-transport.ts";
import { readTroubles } from "./breaker-store.ts";
import { type CampaignStanding, openCampaignStandings } from "./campaign-standing.ts";
import { type CircuitBreaker, openCircuitBreaker } from "./circuit-breaker.ts";
import { isStopping } from "./running-parts.ts";
import { keepTrials } from "./server-trials.ts";

/** A sending server as this process uses it, shared by all batches that go through it. */
export type SendingLine = {
  /** Its name before the other lines to the server, here and elsewhere. */
  id: string;
  server: ServerForSending;
  /** This process's share of the server's connections at the moment; 0 while others have them all. */
  connections: () => number;
  /** That share is surely still this process's, however long it was frozen; see keep-share.ts. */
  hasShare: () => boolean;
  /** The same, asking the others where it is not sure. */
  makeSureOfShare: () => Promise<boolean>;
  transport: SmtpTransport;
  /** The moments at which messages may go; null for a server without a rate or a cap. */
  slots: SendSlots | null;
  /** The server as a whole. */
  breaker: CircuitBreaker;
  /** Messages that it put off for a trouble of its side, one after the other, each for the first time. */
  putOffInARow: number;
  /** It has answered mail: where nobody knew that yet, it is written down, once. */
  noteAnswer: () => void;
  /** How it takes one campaign's mail. */
  standingOf: (campaignId: string) => CampaignStanding;
  /** What the mailbox providers behind it take; null for a server that sees to that itself. */
  providers: ProviderLanes | null;
  /** One for each message on the wire, as many as connections. */
  wire: Permits;
  /**
   * One from before the mark until the reply is handed in, as many as connections. The next message may already use the
   * connection, but its dot waits: so a crash leaves at most `connections` messages in doubt.
   */
  dots: Permits;
};

type Kept = {
  line: SendingLine;
  share: KeptShare;
  users: number;
  closing: NodeJS.Timeout | undefined;
  /** When somebody last found no connection to use, by performance.now(). */
  missedAt: number;
};

/** Who finds no connection leaves at once and is back with the next sweep: the others must hear of the wish meanwhile. */
const missedMilliseconds = 5_000;

/** Connections are worth keeping between batches; after that the server may have them back. */
const idleMilliseconds = 10_000;

/** By the version of the settings: when they change, new batches use a new line and the old one ends with its last batch. */
const lines = new Map<string, Kept>();

/** Takes part in a server's line, opened at the first use. It may have no connection to give while others have them all. */
export async function joinLine(server: ServerForSending): Promise<SendingLine> {
  const kept = lines.get(server.version) ?? openLine(server);
  lines.set(server.version, kept);
  clearTimeout(kept.closing);
  kept.users += 1;
  if (kept.line.connections() === 0) {
    kept.missedAt = performance.now();
    await kept.share.renew();
  }
  return kept.line;
}

/** Ends a part taken with {@link joinLine}; without any, the connections are closed after a while. */
export function leaveLine(server: ServerForSending): void {
  const kept = lines.get(server.version);
  if (!kept) return;
  kept.users -= 1;
  if (kept.users > 0) return;
  kept.closing = setTimeout(() => {
    lines.delete(server.version);
    void closeLine(kept);
  }, idleMilliseconds).unref();
}

/** Closes the connections of lines that nobody uses any more, and waits for it. */
export async function closeIdleLines(): Promise<void> {
  const idle = [...lines].filter(([, { users }]) => users === 0);
  for (const [version, { closing }] of idle) {
    clearTimeout(closing);
    lines.delete(version);
  }
  await Promise.all(idle.map(([, kept]) => closeLine(kept)));
  if (lines.size === 0) await endPresence();
}

/** Messages of this process whose final dot may have left and whose verdict is not handed in. */
export function countDots(): number {
  return [...lines.values()].reduce((sum, { line }) => sum + line.dots.taken(), 0);
}

/** Whoever waits for a line goes without: all, or those of one campaign and who waits for a moment. */
export function letGoOfLines(campaignId?: string): void {
  for (const { line } of lines.values()) {
    line.wire.letGo(campaignId);
    line.providers?.letGo(campaignId);
    // Those of other campaigns are claimed again.
    line.slots?.letGo();
  }
}

/** A server that a person has to see to before it takes this campaign's mail: it does not come back by itself. */
export function needsPerson(server: ServerForSending, campaignId: string): boolean {
  const line = lines.get(server.version)?.line;
  if (!line) return false;
  return line.breaker.needsPerson() || line.standingOf(campaignId).breaker.needsPerson();
}

async function closeLine({ line, share }: Kept): Promise<void> {
  line.providers?.letGo();
  await Promise.all([line.transport.close(), line.slots?.close()]);
  await share.end();
}

function openLine(server: ServerForSending): Kept {
  // Nothing is opened before the share is known.
  const transport = openTransport({ ...server, maxConnections: 0 });
  const wire = openPermits(0);
  const dots = openPermits(0);
  let size = 0;
  let allowed = 0;
  const resize = (connections: number) => {
    size = connections;
    wire.resize(connections);
    // Who is on the wire already gets a connection and comes to an end.
    allowed = Math.max(connections, wire.taken());
    dots.resize(allowed);
    transport.resize(allowed);
  };
  const share = keepShare({
    serverId: server.id,
    maximum: server.maxConnections,
    // One that is to end keeps what it uses and leaves the rest to the others, however long a server takes for its last answers.
    wants: () => !isStopping() && (kept.users > 0 || performance.now() - kept.missedAt < missedMilliseconds),
    held: () => Math.max(allowed, transport.openConnections()),
    resize,
    lose: () => providers?.lose(),
    alongside: async () => {
      await keepTrials(line.id);
      adopt(await readTroubles(server.id, server.version));
      await providers?.exchange();
    },
  });
  const providers = server.paceProviders ? openProviderLanes(providerBook(server.id, share.line)) : null;
  const breaker = openCircuitBreaker();
  const standings = openCampaignStandings();
  const adopt = (troubles: Awaited<ReturnType<typeof readTroubles>>) => {
    const now = Date.now();
    breaker.adopt(now, troubles.get(server.id) ?? null);
    troubles.delete(server.id);
    for (const campaignId of troubles.keys()) standings.of(campaignId);
    for (const [id, standing] of standings.all()) standing.breaker.adopt(now, troubles.get(id) ?? null);
  };
  const line: SendingLine = {
    id: share.line,
    server,
    connections: () => size,
    hasShare: share.isSure,
    makeSureOfShare: share.makeSure,
    transport,
    slots: openSlots(server, wire),
    breaker,
    putOffInARow: 0,
    noteAnswer: rememberAnswer(server),
    standingOf: standings.of,
    providers,
    wire,
    dots,
  };
  const kept: Kept = { line, share, users: 0, closing: undefined, missedAt: Number.NEGATIVE_INFINITY };
  return kept;
}

function rememberAnswer({ id, host, port, reachedAddress }: ServerForSending): () => void {
  const address = serverAddress({ host, port });
  let isKnown = reachedAddress === address;
  return () => {
    if (isKnown) return;
    isKnown = true;
    updateReachedAddress(id, address).catch(() => {
      // With the next answer.
      isKnown = false;
    });
  };
}

function providerBook(serverId: string, line: string): ProviderBook {
  return {
    exchange: (news) => exchangeProviders(serverId, line, news),
    openSlots(provider, perMinute) {
      const limits = { perSecond: perMinute / 60, hourlyCap: null, dailyCap: null };
      return openSendSlots({
        reserve: (wanted) => reserveSlots(`server ${serverId} ${provider}`, wanted, limits),
        giveBack: async () => undefined,
        atOnce: 1,
        coming: () => 0,
        isStopping,
      });
    },
  };
}

function openSlots(server: ServerForSending, wire: Permits): SendSlots | null {
  const limits: SendLimits = {
    perSecond: server.messagesPerSecond,
    hourlyCap: server.hourlyCap,
    dailyCap: server.dailyCap,
  };
  if (!hasLimits(limits)) return null;
  const key = `server ${server.id}`;
  return openSendSlots({
    reserve: (wanted) => reserveSlots(key, wanted, limits),
    giveBack: (countedIn, unused) => returnSlots(key, countedIn, unused),
    atOnce: slotsAtOnce(limits),
    coming: () => wire.waiting(),
    isStopping,
  });
}
