import { setTimeout as pause } from "node:timers/promises";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";
import { openTroubleLog } from "#lib/platform/trouble-log.ts";
import { readInstallationMarker, writeInstallationMarker } from "./installation-marker.ts";
import {
  addBeat,
  createInstallation,
  findInstallation,
  holdSending,
  isAnythingSending,
  readDatabaseIdentity,
  readNewestMigration,
} from "./installation-store.ts";
import { noteInstallation } from "./seen-installation.ts";
import { type HoldReason, judgeInstallation } from "./sending-hold.ts";

type Pace = {
  beatMilliseconds: number;
  /** How long others are listened for; longer than a beat. */
  listenMilliseconds: number;
  /** Where the marker lies, if not in the process's own data folder. */
  dataDirectory?: string;
};

const usualPace: Pace = { beatMilliseconds: 10_000, listenMilliseconds: 15_000 };

/**
 * Makes sure, before a worker takes any job, that the database is not an older one than the mails that have left: a restored
 * backup would send to people who have had it. If it may be, sending is held until a person releases it. From then on it beats:
 * the database counts, the data folder keeps the count, and neither can be put back alone without being noticed. Between two beats
 * every claim asks the database for the count that was seen last.
 *
 * @returns what ends it
 */
export async function watchInstallation(pace: Pace = usualPace): Promise<{ stop: () => Promise<void> }> {
  const ending = new AbortController();
  const dataDirectory = pace.dataDirectory ?? environment().dataDirectory;
  let known = await settleSurely(dataDirectory, pace, ending.signal);
  noteInstallation(known);
  const trouble = openTroubleLog("the installation's beat could not be written");
  let migration = await readNewestMigration();
  /** A roll-out replaces this worker soon; one that was forgotten should be heard of. */
  async function noticeUpgrade(): Promise<void> {
    const newest = await readNewestMigration();
    if (newest === migration) return;
    migration = newest;
    logger().warn(
      { migration },
      "the database was migrated by a newer version: start this worker anew with it",
    );
  }
  async function beat(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await pause(pace.beatMilliseconds, undefined, { signal: ending.signal });
        const next = await addBeat(known.epoch);
        // Another worker noticed something, or the database was put back under this one.
        if (next === null) known = await settle(dataDirectory, pace, ending.signal);
        else if (next <= known.beat) known = await hold("database_went_back", await readDatabaseIdentity());
        else known = { epoch: known.epoch, beat: next };
        noteInstallation(known);
        await writeInstallationMarker(dataDirectory, known);
        await noticeUpgrade();
        trouble.isOver();
      } catch (error) {
        if (ending.signal.aborted) return;
        // While the database is away nothing is sent; the next beat looks again.
        trouble.met(error);
      }
    }
  }
  const beating = beat();
  return {
    async stop() {
      ending.abort();
      await beating;
      noteInstallation(null);
    },
  };
}

type Known = { epoch: string; beat: bigint };

/** A worker that starts while the database is away waits for it; until then it takes no job. */
async function settleSurely(dataDirectory: string, pace: Pace, signal: AbortSignal): Promise<Known> {
  for (;;) {
    try {
      return await settle(dataDirectory, pace, signal);
    } catch (error) {
      logger().warn(
        { err: error },
        "whether this is a restored backup cannot be seen yet; it is tried again",
      );
      await pause(1_000);
    }
  }
}

/** Believes the database or holds sending, and leaves the marker that says so. */
async function settle(dataDirectory: string, pace: Pace, signal: AbortSignal): Promise<Known> {
  const databaseIdentity = await readDatabaseIdentity();
  await createFirst(databaseIdentity, dataDirectory);
  const [row, marker, isSending] = await Promise.all([
    findInstallation(),
    readInstallationMarker(dataDirectory),
    isAnythingSending(),
  ]);
  if (!row) throw new Error("the installation has no row");
  const judged = judgeInstallation({ row, marker, databaseIdentity, isSending });
  const known =
    judged.kind === "fine" || (judged.kind === "ask_around" && (await othersRun(row.beat, pace, signal)))
      ? ((await findInstallation()) ?? row)
      : await hold(judged.reason, databaseIdentity);
  await writeInstallationMarker(dataDirectory, known);
  return known;
}

/** Whoever makes the row knows it from its birth. */
async function createFirst(databaseIdentity: string, dataDirectory: string): Promise<void> {
  if (await findInstallation()) return;
  const epoch = await createInstallation(databaseIdentity);
  if (epoch) await writeInstallationMarker(dataDirectory, { epoch, beat: 1n });
}

async function hold(reason: HoldReason, databaseIdentity: string): Promise<Known> {
  const known = await holdSending(reason, databaseIdentity);
  logger().error({ reason }, "sending is held: this may be a restored backup; the dashboard asks a person");
  return known;
}

/** Workers that run now beat: then the database is in use as it is, and this machine is a new one among them. */
async function othersRun(beat: bigint, pace: Pace, signal: AbortSignal): Promise<boolean> {
  const listenUntil = performance.now() + pace.listenMilliseconds;
  while (performance.now() < listenUntil) {
    await pause(Math.min(500, pace.beatMilliseconds), undefined, { signal });
    const now = await findInstallation();
    if (now && now.beat > beat) return true;
  }
  return false;
}
