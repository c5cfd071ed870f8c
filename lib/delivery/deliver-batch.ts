import { setTimeout as pause } from "node:timers/promises";
import { finishIfDone } from "#lib/campaigns/campaign-moves-store.ts";
import { heldProvidersOf, setHeldProviders } from "#lib/holds/held-campaigns.ts";
import { claimMessages } from "#lib/ledger/claim-store.ts";
import type { CampaignStanding } from "#lib/lines/campaign-standing.ts";
import { isStopping, pauseUntilStopped, runUntilStopped } from "#lib/lines/running-parts.ts";
import { joinLine, leaveLine, type SendingLine } from "#lib/lines/sending-line.ts";
import { tryServer } from "#lib/lines/server-trials.ts";
import type { SendSlot } from "#lib/pacing/send-slots.ts";
import { opensAt, closesAt as serverClosesAt } from "#lib/pacing/sending-hours.ts";
import { openTurns, type ServerTurns } from "#lib/pacing/server-turns.ts";
import { batchSize } from "#lib/planning/planning-store.ts";
import { readCampaignSender } from "#lib/planning/read-campaign-sender.ts";
import { databaseNow } from "#lib/platform/database-clock.ts";
import { logger } from "#lib/platform/logger.ts";
import type { SenderForSending, ServerForSending } from "#lib/senders/read-sender-for-sending.ts";
import { type CampaignWave, waveOf, windowOfWave } from "#lib/timing/campaign-wave.ts";
import { findWaves } from "#lib/timing/campaign-waves-store.ts";
import { closingOf } from "#lib/timing/send-window.ts";
import { campaignPace } from "./campaign-pace.ts";
import { findSendingCampaign, type SendingCampaign } from "./campaign-store.ts";
import { deliverClaimed } from "./deliver-claimed.ts";
import type { BatchRun } from "./deliver-message.ts";
import { type CampaignMail, readCompiledMail } from "./read-compiled-mail.ts";

/**
 * A job's turn. Who still waits for a hanging server after it goes on in the background, so that four of those do not hold up
 * every other campaign, and a small one gets its turn within seconds; a batch with more to send is brought back by the sweep.
 */
const turnMilliseconds = 3_000;

/** A refusal may be about its message, and with it in its batch there may be no other: those of the other batches are tried first. */
const headStartMilliseconds = 500;

/** As many parts of a campaign as jobs run at once in a worker, and half as many again, may wait for a server's connections. */
const partsInLine = 6;

/**
 * Sends what is due in one batch of one campaign: claims it in parts, delivers each part, and ends the campaign when nothing
 * is left. Any number of these may run for one batch at once, here and elsewhere; each message is in one claim at a time.
 */
export async function deliverBatch({
  campaignId,
  batch,
}: {
  campaignId: string;
  batch: number;
}): Promise<void> {
  const campaign = await findSendingCampaign(campaignId);
  const sender = campaign && (await readCampaignSender(campaign));
  if (!sender) return;
  setHeldProviders(campaignId, campaign.heldProviders);
  const turnEnds = performance.now() + turnMilliseconds;
  let hasMore = true;
  while (hasMore && !isStopping() && performance.now() < turnEnds) {
    const part = runUntilStopped(() => deliverPart(campaign, batch, sender));
    // Within the turn it fails the job; after it, nobody else would hear of it.
    part.catch((error: unknown) => {
      if (performance.now() >= turnEnds)
        logger().warn({ campaignId, batch, err: error }, "a part could not be delivered");
    });
    const turn = new AbortController();
    const rest = pause(Math.max(0, turnEnds - performance.now()), false, { signal: turn.signal }).catch(
      () => false,
    );
    hasMore = await Promise.race([part, rest]);
    turn.abort();
  }
}

/**
 * Claims and delivers one part, through the server whose turn it is among those that may send now; one that has nothing to
 * claim for it leaves the turn to the next.
 *
 * @returns whether there may be more to send in this batch
 */
async function deliverPart(
  campaign: SendingCampaign,
  batch: number,
  sender: SenderForSending,
): Promise<boolean> {
  const now = await databaseNow();
  const open = sender.servers.filter((server) => opensAt(server, now) === null);
  for (const server of turnsOf(sender.id).order(open)) {
    const part = await deliverThrough(server, campaign, batch, sender);
    if (part !== "nothing") return part === "more";
  }
  await finishIfDone(campaign.id);
  return false;
}

async function deliverThrough(
  server: ServerForSending,
  campaign: SendingCampaign,
  batch: number,
  sender: SenderForSending,
): Promise<"more" | "done" | "nothing"> {
  const otherServers = sender.servers.filter(({ id }) => id !== server.id);
  const line = await joinLine(server);
  try {
    const mail = await readCompiledMail(campaign);
    const standing = line.standingOf(campaign.id);
    const whole = { line, about: server.id, breaker: line.breaker };
    const trials = [whole, { line, about: campaign.id, breaker: standing.breaker }];
    const closedFor = Math.max(...trials.map(({ breaker }) => breaker.closedFor(Date.now())));
    // Longer than that, the sweep comes back: nothing waits in here for a server that wants to be left alone.
    if (closedFor > (otherServers.length > 0 ? 0 : turnMilliseconds)) return "nothing";
    const stepsBack = standing.breaker.isProbing() && standing.failedBatch === batch;
    await pauseUntilStopped(closedFor + (stepsBack ? headStartMilliseconds : 0));
    if (isStopping()) return "nothing";
    const part = { server, campaign, batch, sender, otherServers, line, standing, mail };
    const trial = trials.find(({ breaker }) => breaker.isProbing());
    if (!trial) return await claimAndDeliver(part, false);
    return (await tryServer(trial, () => claimAndDeliver(part, true))) ?? "nothing";
  } finally {
    leaveLine(server);
  }
}

type Part = {
  server: ServerForSending;
  campaign: SendingCampaign;
  batch: number;
  sender: SenderForSending;
  otherServers: ServerForSending[];
  line: SendingLine;
  standing: CampaignStanding;
  mail: CampaignMail;
};

/** @param isProbe the server has failed: one message tries it */
async function claimAndDeliver(
  { server, campaign, batch, sender, otherServers, line, standing, mail }: Part,
  isProbe: boolean,
): Promise<"more" | "done" | "nothing"> {
  const now = await databaseNow();
  const wave = campaign.recipientTime ? await findWaveOf(campaign.id, batch) : undefined;
  const window = windowOfWave(campaign, wave);
  const windowCloses = window && closingOf(window, now);
  if ((wave && wave.notBefore > now) || (window && !windowCloses) || opensAt(server, now)) return "nothing";
  const pace = campaignPace(campaign);
  const slots = pace?.kind === "slots" ? pace : null;
  const most = partSize(line, isProbe, slowest(server.messagesPerSecond, slots?.perSecond ?? null));
  const limit = pace?.kind === "seldom" ? Math.min(1, most) : most;
  // Other processes have all connections, or may have, or the cap is used up; the sweep asks again.
  if (limit === 0 || (line.slots?.fullFor() ?? 0) > 0) return "nothing";
  if (!(await line.makeSureOfShare())) return "nothing";
  // Jobs that went on without their stragglers must not pile up claims before a server that hangs.
  if (line.wire.waiting(campaign.id) + (slots?.waiting() ?? 0) > limit * partsInLine) return "nothing";
  let moment: SendSlot | null = null;
  if (pace?.kind === "seldom") {
    const wait = await pace.takeNear(turnMilliseconds);
    if (wait === null) return "nothing";
    await pauseUntilStopped(wait);
    if (isStopping()) return "nothing";
    moment = { at: performance.now(), counted: null };
  }
  const rooms = line.providers?.rooms(campaign.id) ?? null;
  try {
    const claimed = await claimMessages({
      campaignId: campaign.id,
      batch,
      limit,
      serverId: server.id,
      otherServerIds: otherServers.map(({ id }) => id),
      heldProviders: heldProvidersOf(campaign.id),
      isProbe,
      ...(rooms && { rooms }),
    });
    rooms?.took(claimed);
    if (claimed.length === 0) return "nothing";
    turnsOf(sender.id).note(server, claimed.length);
    const run: BatchRun = {
      campaign,
      mail,
      signer: server.signer,
      batch,
      line,
      standing,
      otherServers,
      lane: { key: campaign.id, goesFirst: campaign.priority === "transactional" },
      pace,
      moment,
      closesAt: earliest(windowCloses, serverClosesAt(server, now)),
      rooms,
      contacts: new Map(),
      messageIds: claimed.map(({ id }) => id),
      unwanted: new Map(),
      askAgainAt: 0,
      asking: null,
      isProbe,
      isStopped: false,
    };
    await deliverClaimed(claimed, run);
    await finishIfDone(campaign.id);
    return run.isStopped ? "done" : "more";
  } finally {
    rooms?.end();
  }
}

async function findWaveOf(campaignId: string, batch: number): Promise<CampaignWave | undefined> {
  return (await findWaves(campaignId)).find(({ wave }) => wave === waveOf(batch));
}

function earliest(one: Date | null, other: Date | null): Date | null {
  return one && other ? (one < other ? one : other) : (one ?? other);
}

function slowest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

/** By sender: whose turn it is among its servers, in this process. Each process keeps to the weights, so all together do. */
const turns = new Map<string, ServerTurns>();

function turnsOf(senderId: string): ServerTurns {
  const known = turns.get(senderId) ?? openTurns();
  turns.set(senderId, known);
  return known;
}

/**
 * Ten messages for each connection measured best: the next is ready whenever a connection is free, and what a killed worker
 * holds is little. With a rate, no more than ten seconds' worth. A server that has just failed gets one.
 */
function partSize(line: SendingLine, isProbe: boolean, messagesPerSecond: number | null): number {
  const connections = line.connections();
  if (isProbe) return Math.min(1, connections);
  const most = Math.min(batchSize, connections * 10);
  return messagesPerSecond === null ? most : Math.min(most, Math.max(1, Math.floor(messagesPerSecond * 10)));
}
