import type { Actor } from "#lib/accounts/actor.ts";
import { readServerWait, type ServerWait } from "#lib/lines/read-server-wait.ts";
import { readSendingServers } from "#lib/senders/read-sending-servers.ts";

/** Why nothing goes through the workspace's sending servers at the moment, by their ids; only those that wait. */
export async function readServerWaits(actor: Actor): Promise<Map<string, ServerWait>> {
  const servers = await readSendingServers(actor);
  const waits = await Promise.all(servers.map((server) => readServerWait(server)));
  return new Map(
    servers.flatMap(({ id }, index) => {
      const wait = waits[index];
      return wait ? [[id, wait] as const] : [];
    }),
  );
}
