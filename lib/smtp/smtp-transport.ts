import { openPool } from "./connection-pool.ts";
import type { NotConnected } from "./session-failure.ts";
import type { OutgoingMessage } from "./smtp-dialogue.ts";
import type { SmtpOutcome } from "./smtp-outcome.ts";
import { openSession, type Session, type TransportSettings } from "./smtp-session.ts";

export type SmtpTransport = {
  /**
   * One message to one recipient, once: what was begun is never tried again in here. A used connection that turns out to be
   * closed before it took MAIL is left for another. Rejects only with what `beforeMail` or `beforeDot` threw.
   */
  send(message: OutgoingMessage): Promise<SmtpOutcome>;
  /** Has at most so many connections from now on; what is too many is closed once it has finished. */
  resize(connections: number): void;
  /** Connections that the server sees at this moment. */
  openConnections(): number;
  /** Lets what is under way finish, says QUIT and resolves when every connection is gone. */
  close(): Promise<void>;
};

/** Opens nothing yet: connections come with the first messages, at most `maxConnections`, and are used again. */
export function openTransport(settings: TransportSettings): SmtpTransport {
  const pool = openPool<Session, NotConnected>(settings.maxConnections, () => openSession(settings));
  let closed = false;
  return {
    async send(message) {
      if (closed) throw new Error("the transport is closed");
      for (;;) {
        const acquired = await pool.acquire();
        if (!acquired.ok) return acquired.failure;
        try {
          const wait = message.beforeMail?.();
          if (wait) await wait;
          const outcome = await acquired.connection.send(message);
          // Many servers hang up after so many messages, with 421 or without a word. A new connection is never stale, so this ends.
          if (!acquired.connection.wasStale()) return outcome;
        } finally {
          pool.release(acquired.connection);
        }
      }
    },
    resize: pool.resize,
    openConnections: pool.count,
    async close() {
      closed = true;
      await pool.close();
    },
  };
}
