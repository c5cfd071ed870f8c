import type { ServerRow } from "#lib/senders/sending-servers-store.ts";

/** The sending servers as the sender's form offers them. */
export const serverChoices = (servers: ServerRow[]) =>
  servers.map(({ id, name, kind, host, port }) => ({
    id,
    name,
    address: `${host}:${port}`,
    isSandbox: kind === "sandbox",
  }));
