import { takesSender } from "#lib/servers/server-pace.ts";
import { selectSender } from "./senders-store.ts";
import { type ServerRow, selectServers } from "./sending-servers-store.ts";

/**
 * The servers that a sender's mail may go through, its own first, without their secrets. None for a sender that is archived or
 * of another workspace.
 *
 * @param fromEmail of mails that are made already: they keep the address that the sender had then
 */
export async function readServersOfSender(
  workspaceId: string,
  senderId: string,
  fromEmail?: string | null,
): Promise<ServerRow[]> {
  const sender = await selectSender(workspaceId, senderId);
  if (!sender) return [];
  const servers = await selectServers(workspaceId);
  const own = servers.filter(({ id }) => id === sender.sendingServerId);
  if (!sender.sharesServers || own[0]?.kind !== "smtp") return own;
  const others = servers.filter(
    (server) =>
      server.id !== sender.sendingServerId &&
      server.kind === "smtp" &&
      takesSender(server, fromEmail ?? sender.email),
  );
  return [...own, ...others];
}
