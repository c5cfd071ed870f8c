import type { SenderForSending } from "#lib/senders/read-sender-for-sending.ts";
import { openTransport, type SmtpTransport } from "#lib/senders/smtp-transport.ts";
import { type CircuitBreaker, openCircuitBreaker } from "./circuit-breaker.ts";
import { openPermits, type Permits } from "./permits.ts";
import { openSendRate, type SendRate } from "./send-rate.ts";

/** A sending server as this process uses it, shared by all batches that go through it. */
export type SendingLine = {
  serverName: string;
  connections: number;
  transport: SmtpTransport;
  rate: SendRate;
  breaker: CircuitBreaker;
  /** One for each message on the wire, as many as connections. */
  wire: Permits;
  /**
   * One from before the mark until the reply is recorded, as many as connections. The next message may already use the
   * connection, but its dot waits: so a crash leaves at most `connections` messages in doubt.
   */
  dots: Permits;
};

type Server = SenderForSending["server"];
type Kept = { line: SendingLine; users: number; closing: NodeJS.Timeout | undefined };

/** Connections are worth keeping between batches; after that the server may have them back. */
const idleMilliseconds = 10_000;

/** By the version of the settings: when they change, new batches use a new line and the old one ends with its last batch. */
const lines = new Map<string, Kept>();

/** Takes part in a server's line, opened at the first use. */
export function joinLine(server: Server): SendingLine {
  const kept = lines.get(server.version) ?? { line: openLine(server), users: 0, closing: undefined };
  lines.set(server.version, kept);
  clearTimeout(kept.closing);
  kept.users += 1;
  return kept.line;
}

/** Ends a part taken with {@link joinLine}; without any, the connections are closed after a while. */
export function leaveLine(server: Server): void {
  const kept = lines.get(server.version);
  if (!kept) return;
  kept.users -= 1;
  if (kept.users > 0) return;
  kept.closing = setTimeout(() => {
    lines.delete(server.version);
    void kept.line.transport.close();
  }, idleMilliseconds).unref();
}

/** Closes the connections of lines that nobody uses any more, and waits for it. */
export async function closeIdleLines(): Promise<void> {
  const idle = [...lines].filter(([, { users }]) => users === 0);
  for (const [version, { closing }] of idle) {
    clearTimeout(closing);
    lines.delete(version);
  }
  await Promise.all(idle.map(([, { line }]) => line.transport.close()));
}

function openLine(server: Server): SendingLine {
  return {
    serverName: server.name,
    connections: server.maxConnections,
    transport: openTransport(server),
    rate: openSendRate(server.messagesPerSecond),
    breaker: openCircuitBreaker(),
    wire: openPermits(server.maxConnections),
    dots: openPermits(server.maxConnections),
  };
}
