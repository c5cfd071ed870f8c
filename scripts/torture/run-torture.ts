import { setTimeout as pause } from "node:timers/promises";
import type { CampaignUnderTorture } from "./campaign-under-torture.ts";
import { doubtBroken, type Judgement, judgeTorture, pauseBroken } from "./judge-torture.ts";
import type { OwnPostgres } from "./own-postgres.ts";
import type { OwnRedis } from "./own-redis.ts";
import type { TortureEvent } from "./plan-torture.ts";
import type { Receiver } from "./receiver-process.ts";
import type { WorkerCrew } from "./worker-crew.ts";

/** All that a torture does harm to. */
export type TortureScene = {
  postgres: OwnPostgres;
  redis: OwnRedis | undefined;
  receiver: Receiver;
  crew: WorkerCrew;
  campaign: CampaignUnderTorture;
  /** Connections that the sending server allows to all workers together. */
  connections: number;
  recipients: number;
  /** Workers that run at most. */
  mostWorkers: number;
  /** End the leases of dead workers instead of waiting the minute, at a moment when no worker lives. */
  endLeases: boolean;
  say: (line: string) => void;
};

export type TortureOutcome = Judgement & {
  kills: number;
  maxOpenConnections: number;
  seconds: number;
};

const lookEveryMilliseconds = 20;
const nudgeEveryMilliseconds = 500;
/** An event that waits for mails which do not come, because dead workers hold them, happens after so long all the same. */
const patienceMilliseconds = 8_000;
/** Without any change in the campaign for so long it is taken for stuck: leases end after one minute. */
const stuckMilliseconds = 150_000;

/** Does the plan to the campaign while it is sent, waits until it is finished, and judges what became of it. */
export async function runTorture(scene: TortureScene, plan: TortureEvent[]): Promise<TortureOutcome> {
  const { campaign, crew, receiver, say } = scene;
  const startedAt = performance.now();
  const broken: string[] = [];
  let kills = 0;

  crew.start();
  let lastEventAt = performance.now();
  const upkeep = openUpkeep(scene);
  for (const event of plan) {
    receiver.pace(event.received);
    while (
      receiver.received() < event.received &&
      performance.now() - Math.max(lastEventAt, upkeep.lastProgressAt()) < patienceMilliseconds
    ) {
      await upkeep.look();
    }
    await pause(event.afterMilliseconds);
    const done = await inflict(event, scene);
    kills += done.kills;
    broken.push(...done.broken);
    lastEventAt = performance.now();
  }
  say(`all ${plan.length} events have happened; waiting for the end`);
  receiver.pace(Infinity);
  if (scene.endLeases) await replaceEverybody(scene);
  while (!upkeep.isOver()) await upkeep.look();
  if (upkeep.isFinished()) await crew.drainAll();
  else await crew.killAll();
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;

  const { state } = await campaign.readState();
  if (state !== "finished") broken.push(`the campaign is ${state} and not finished`);
  const record = await receiver.readRecord();
  say(`receiver: ${JSON.stringify(record.faults)}`);
  const judgement = judgeTorture(await campaign.readRows(), record, scene.recipients);
  broken.push(...doubtBroken(judgement.inDoubt, kills, scene.connections));
  for (const line of await campaign.auditBooks()) broken.push(`the books do not balance: ${line}`);
  return {
    ...judgement,
    broken: [...judgement.broken, ...broken, ...crew.troubles],
    kills,
    maxOpenConnections: record.mostConnections,
    seconds,
  };
}

/** Everybody ends with SIGTERM, so that whatever is still leased is a dead worker's; then its time is up. */
async function replaceEverybody({ crew, campaign, say }: TortureScene): Promise<void> {
  await crew.drainAll();
  await campaign.endLeases();
  say("no worker runs: the dead ones' leases are over");
  crew.start();
}

/** What a campaign needs from outside while it is sent: time that passes for its retries, and a person who resumes it and has its server tried. */
function openUpkeep({ campaign, receiver, connections, say }: TortureScene) {
  let most = connections;
  let nudgedAt = 0;
  let seen = "";
  let changedAt = performance.now();
  let received = 0;
  let progressAt = performance.now();
  let isFinished = false;
  let isStuck = false;

  async function nudge(): Promise<void> {
    await campaign.makeDue();
    await campaign.tryServer();
    const { state, pauseReason, books } = await campaign.readState();
    isFinished = state === "finished";
    if (state === "paused") {
      say(`paused by itself (${pauseReason}); resumed`);
      await campaign.resume();
    }
    const now = JSON.stringify([state, books, receiver.received()]);
    if (now !== seen) changedAt = performance.now();
    seen = now;
    if (performance.now() - changedAt > stuckMilliseconds) {
      isStuck = true;
      say(`stuck: ${now}`);
    }
  }

  return {
    async look() {
      if (receiver.received() > received) progressAt = performance.now();
      received = receiver.received();
      if (receiver.mostConnections() > most) {
        most = receiver.mostConnections();
        say(`the receiver sees ${most} connections`);
      }
      if (performance.now() - nudgedAt > nudgeEveryMilliseconds) {
        await nudge();
        nudgedAt = performance.now();
      }
      await pause(lookEveryMilliseconds);
    },
    lastProgressAt: () => progressAt,
    isFinished: () => isFinished,
    isOver: () => isFinished || isStuck,
  };
}

async function inflict(
  event: TortureEvent,
  scene: TortureScene,
): Promise<{ kills: number; broken: string[] }> {
  const { receiver, crew, campaign, postgres, redis, say } = scene;
  const mails = receiver.received();
  const tell = (line: string) => say(`at ${mails} mails: ${line}`);
  switch (event.do) {
    case "kill-worker":
      tell("kill a worker");
      await crew.kill(event.which);
      return { kills: 1, broken: [] };
    case "restart-postgres":
      tell(`restart PostgreSQL (${event.how}${event.kill === null ? "" : ", and kill a worker meanwhile"})`);
      await postgres.stop(event.how);
      await pause(event.awayMilliseconds);
      if (event.kill !== null) await crew.kill(event.kill);
      await postgres.start();
      return { kills: event.kill === null ? 0 : 1, broken: [] };
    case "restart-redis":
      tell(`restart Redis (${event.how})`);
      await redis?.stop(event.how);
      await pause(event.awayMilliseconds);
      await redis?.start();
      break;
    case "flush-redis":
      tell("FLUSHALL");
      await redis?.flush();
      break;
    case "pause":
      tell(`pause the campaign for ${event.milliseconds} ms`);
      return { kills: 0, broken: await pauseAWhile(scene, event.milliseconds) };
    case "start-worker":
      if (crew.running() >= scene.mostWorkers) break;
      tell("start another worker");
      crew.start();
      break;
    case "stop-worker":
      tell("stop a worker");
      await crew.drain(event.which);
      if (crew.awake() === 0) crew.start();
      break;
    case "freeze-worker":
      tell("freeze a worker");
      // Its work is somebody's to take over.
      if (crew.awake() < 2) crew.start();
      await crew.freeze(event.which, event.milliseconds);
      break;
    case "suppress":
      tell(`suppress ${event.count} addresses`);
      await campaign.suppress(event.count);
      break;
    case "fault":
      tell(`the next ${event.count} at "${event.point}" meet: ${event.how}`);
      receiver.arm(event);
      break;
  }
  return { kills: 0, broken: [] };
}

/**
 * After a pause, no more final dots may arrive than connections were open: theirs had been marked. The receiver counts both, so a
 * dead worker's connection counts until it is seen to be closed.
 */
async function pauseAWhile({ campaign, receiver }: TortureScene, milliseconds: number): Promise<string[]> {
  await campaign.pause();
  const before = await receiver.count();
  await pause(milliseconds);
  const after = await receiver.count();
  await campaign.resume();
  return pauseBroken(after.dots - before.dots, before.open);
}
