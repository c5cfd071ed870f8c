import type { TransportSettings } from "#lib/smtp/smtp-session.ts";
import { openTransport, type SmtpTransport } from "#lib/smtp/smtp-transport.ts";

/** One connection to a server on loopback, in the clear and without signing in, unless `settings` say otherwise. */
export function openLoopback(port: number, settings: Partial<TransportSettings> = {}): SmtpTransport {
  return openTransport({
    host: "127.0.0.1",
    port,
    security: "none",
    username: null,
    password: null,
    maxConnections: 1,
    privatePorts: "any",
    ...settings,
  });
}
