import { isLong } from "#lib/pacing/server-trouble.ts";
import { databaseTime } from "#lib/platform/database-clock.ts";
import { logger } from "#lib/platform/logger.ts";
import { endProbe, forgetTrouble, keepProbe, takeProbe, writeTrouble } from "./breaker-store.ts";
import type { CircuitBreaker } from "./circuit-breaker.ts";

/** A server that failed, as a whole or for one campaign, and that one message at a time tries: here, or in another process. */
export type Trial = {
  line: { id: string; server: { id: string; version: string } };
  /** The server's own id, or the campaign's that it refuses. */
  about: string;
  breaker: CircuitBreaker;
};

/** Tells the other processes what is wrong, and ends the try that met with it. */
export async function tellTrouble(
  { line, about, breaker }: Trial,
  reason: string,
  said: string,
): Promise<void> {
  const { id: serverId, version } = line.server;
  const trouble = breaker.state(Date.now());
  if (!trouble) return;
  const whom = about === serverId ? { serverId } : { serverId, campaignId: about };
  try {
    const since = await writeTrouble(serverId, version, { ...trouble, reason, said }, about);
    breaker.noteTold();
    const told = { ...whom, reason, said, since, nextTryInSeconds: Math.round(trouble.openFor / 1_000) };
    if (about !== serverId) logger().warn(told, "a sending server refuses a campaign");
    else if (isLong(since, databaseTime() ?? new Date()))
      logger().error(told, "a sending server has failed for long");
    else logger().warn(told, "a sending server fails");
  } catch (error) {
    // They will find out by themselves.
    logger().warn({ ...whom, err: error }, "a server's trouble could not be told to other processes");
  }
}

/** Tells the other processes that mail is taken again. */
export async function tellItWorks({ line, about }: Trial): Promise<void> {
  const { id: serverId, version } = line.server;
  const whom = about === serverId ? { serverId } : { serverId, campaignId: about };
  try {
    await forgetTrouble(serverId, version, about);
    logger().info(whom, `a sending server ${about === serverId ? "works" : "takes a campaign"} again`);
  } catch (error) {
    logger().warn({ ...whom, err: error }, "that a server works again could not be told");
  }
}

/**
 * Runs a try of a server that has failed, unless another line of any process tries it at this moment or its pause is not over.
 *
 * @returns null when it was not this line's turn
 */
export async function tryServer<T>(trial: Trial, work: () => Promise<T>): Promise<T | null> {
  const { line, about, breaker } = trial;
  const answer = await takeProbe(line.server.id, line.server.version, line.id, about);
  if (answer === "not_now") return null;
  if (answer === "works") {
    breaker.forget();
    return work();
  }
  trials.add(trial);
  try {
    return await work();
  } finally {
    trials.delete(trial);
    await endProbe(line.server.id, line.id, about).catch(() => undefined);
  }
}

/** Of this process, at this moment. */
const trials = new Set<Trial>();

/** Says that the line still makes its tries, to those who would make them. */
export async function keepTrials(lineId: string): Promise<void> {
  for (const { line, about } of trials)
    if (line.id === lineId) await keepProbe(line.server.id, lineId, about);
}
