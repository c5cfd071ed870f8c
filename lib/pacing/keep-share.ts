import { logger } from "#lib/platform/logger.ts";
import { holdPresence } from "./presence-store.ts";
import { endShare, takeShare } from "./share-store.ts";

/** A part of a server's connections, kept up to date by a heartbeat. */
export type KeptShare = {
  /** Names it among the shares of all processes. */
  line: string;
  /** Asks for the share at once and resolves with the answer, or when there is none. */
  renew: () => Promise<void>;
  /** Ends the heartbeat and gives the share to the others; the connections must be closed before. */
  end: () => Promise<void>;
};

type ShareUse = {
  serverId: string;
  maximum: number;
  /** Whether there is something to send at the moment. */
  wants: () => boolean;
  /** Connections that are open or may be opened at this moment. */
  held: () => number;
  /** Open at most so many from now on. */
  resize: (size: number) => void;
  /** What else processes tell each other about the server, with every heartbeat. */
  alongside: () => Promise<void>;
};

const beatMilliseconds = 1_000;
/** While a share is on its way from one process to the other: it waits for heartbeats and for connections to close. */
const soonMilliseconds = 100;

/**
 * Keeps this process's share of a server's connections: `maximum` is for all processes together. One that is alone has the
 * whole with its first heartbeat.
 */
export function keepShare({ serverId, maximum, wants, held, resize, alongside }: ShareUse): KeptShare {
  const line = crypto.randomUUID();
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;
  /** Heartbeats in a row after which the share was not what it should become. */
  let unsettled = 0;
  let isEnded = false;

  async function beat(): Promise<void> {
    try {
      const presence = await holdPresence();
      const share = await takeShare({ serverId, line, presence, maximum, wants: wants(), held: held() });
      await alongside();
      resize(share.size);
      const isSettled = share.size === share.granted && (share.size > 0 || !wants());
      unsettled = isSettled ? 0 : unsettled + 1;
    } catch (error) {
      // It keeps what it has: nobody else is given that before a minute has passed.
      logger().warn({ serverId, err: error }, "the share of a server's connections could not be renewed");
    }
  }

  function renew(): Promise<void> {
    if (isEnded) return Promise.resolve();
    clearTimeout(timer);
    beating ??= beat().finally(() => {
      beating = undefined;
      const wait =
        unsettled === 0 ? beatMilliseconds : Math.min(beatMilliseconds, soonMilliseconds * unsettled);
      if (!isEnded) timer = setTimeout(renew, wait).unref();
    });
    return beating;
  }

  return {
    line,
    renew,
    async end() {
      isEnded = true;
      clearTimeout(timer);
      await beating;
      // Left behind, it ends with the presence of this process.
      await endShare(serverId, line).catch(() => undefined);
    },
  };
}
