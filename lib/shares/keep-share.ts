import { logger } from "#lib/platform/logger.ts";
import { openTroubleLog } from "#lib/platform/trouble-log.ts";
import { holdPresence } from "./presence-store.ts";
import { endShare, takeShare } from "./share-store.ts";

/** A part of a server's connections, kept up to date by a heartbeat. */
export type KeptShare = {
  /** Names it among the shares of all processes. */
  line: string;
  /** Asks for the share at once and resolves with the answer, or when there is none. */
  renew: () => Promise<void>;
  /**
   * The last heartbeat was answered so lately that nobody else can have been given the share. A process that was frozen, or
   * cut off from the database, must not open or use a connection without.
   */
  isSure: () => boolean;
  /** Makes sure. False: the share is lost, or nobody can say. */
  makeSure: () => Promise<boolean>;
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
  /** The share is lost, and all that goes with it. */
  lose: () => void;
  /** What else processes tell each other about the server, with every heartbeat. */
  alongside: () => Promise<void>;
};

const beatMilliseconds = 1_000;
/** While a share is on its way from one process to the other: it waits for heartbeats and for connections to close. */
const soonMilliseconds = 100;
/** From the moment a heartbeat leaves. Others take a share after ten seconds of silence, see share-store.ts. */
const sureMilliseconds = 8_000;

/**
 * Keeps this process's share of a server's connections: `maximum` is for all processes together. One that is alone has the
 * whole with its first heartbeat. One that was silent for so long that others have its share closes what it has open, and
 * joins as a newcomer once nothing is.
 */
export function keepShare(use: ShareUse): KeptShare {
  const { serverId, maximum, wants, held, resize, lose, alongside } = use;
  const line = crypto.randomUUID();
  let isMember = false;
  let size = 0;
  let sureSince = longAgo;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;
  /** Heartbeats in a row after which the share was not what it should become. */
  let unsettled = 0;
  let isEnded = false;
  const trouble = openTroubleLog("the share of a server's connections could not be renewed", { serverId });

  async function beat(): Promise<void> {
    try {
      if (!isMember && held() > 0) return stayAway();
      const askedAt = presentMoment();
      const presence = await holdPresence();
      const asked = { serverId, line, presence, maximum, wants: wants(), held: held(), isMember };
      const share = await takeShare(asked);
      if (share === null) {
        logger().warn({ serverId }, "others were given this process's connections while it was silent");
        isMember = false;
        lose();
        return stayAway();
      }
      isMember = true;
      sureSince = askedAt;
      try {
        await alongside();
      } catch (error) {
        // It may fail for long, in a worker older than the database; the others must not wait for what this one is to give up.
        if (share.size < size) become(share.size);
        throw error;
      }
      become(share.size);
      const isSettled = share.size === share.granted && (share.size > 0 || !wants());
      unsettled = isSettled ? 0 : unsettled + 1;
      trouble.isOver();
    } catch (error) {
      // It keeps what it has, for as long as it is sure.
      trouble.met(error);
    }
  }

  function become(wanted: number): void {
    size = wanted;
    resize(size);
  }

  function stayAway(): void {
    become(0);
    unsettled += 1;
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

  const isSure = () => isMember && isWithin(sureSince, sureMilliseconds);

  return {
    line,
    renew,
    isSure,
    async makeSure() {
      // The first may have been on its way since before the silence, and then it proves nothing.
      for (let times = 0; times < 2 && !isSure(); times += 1) await renew();
      return isSure();
    },
    async end() {
      isEnded = true;
      clearTimeout(timer);
      await beating;
      // Left behind, it ends with the presence of this process.
      await endShare(serverId, line).catch(() => undefined);
    },
  };
}

type Moment = { steady: number; wall: number };

const longAgo: Moment = { steady: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY };

/** By both clocks: one may be set back, the other stands still while a machine is suspended. */
function presentMoment(): Moment {
  return { steady: performance.now(), wall: Date.now() };
}

function isWithin(since: Moment, milliseconds: number): boolean {
  const now = presentMoment();
  return now.steady - since.steady < milliseconds && now.wall - since.wall < milliseconds;
}
