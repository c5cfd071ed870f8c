import { canListen } from "#lib/platform/port-holder.ts";

/**
 * A free port of 127.0.0.1 below those that the system gives to outgoing connections: while a server is away, one of the
 * thousands of connections to the receiver must not be given the server's port.
 */
export async function findQuietPort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if (await canListen(port, "127.0.0.1")) return port;
  }
  throw new Error("No free port between 20000 and 30000.");
}
