import { setTimeout as pause } from "node:timers/promises";
import { logger } from "#lib/platform/logger.ts";
import { endShare, takeShare } from "./share-store.ts";

const askEveryMilliseconds = 100;
/** Others take a share after ten seconds of silence, see share-store.ts. */
const beatMilliseconds = 2_000;

/**
 * Takes one of a server's connections for one piece of work, out of what all processes together may have open. Workers that send
 * give one up within a second or two; on a server of one connection its campaign goes first.
 *
 * @returns null when none came free in time: nothing was done
 */
export async function borrowConnection<T>(
  {
    serverId,
    maximum,
    withinMilliseconds,
  }: { serverId: string; maximum: number; withinMilliseconds: number },
  work: () => Promise<T>,
): Promise<{ done: T } | null> {
  const line = crypto.randomUUID();
  const use = { serverId, line, presence: null, maximum, wants: true };
  let beat: NodeJS.Timeout | undefined;
  try {
    const until = performance.now() + withinMilliseconds;
    let isMember = false;
    for (;;) {
      const share = await takeShare({ ...use, held: 0, isMember });
      isMember = share !== null;
      if (share && share.size > 0) break;
      if (performance.now() > until) return null;
      await pause(askEveryMilliseconds);
    }
    beat = setInterval(() => {
      takeShare({ ...use, held: 1, isMember: true }).catch((err: unknown) =>
        logger().warn({ serverId, err }, "a borrowed connection could not be renewed"),
      );
    }, beatMilliseconds);
    return { done: await work() };
  } finally {
    clearInterval(beat);
    await endShare(serverId, line).catch(() => undefined);
  }
}
