import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type ServerRowWithUse, selectServers } from "./sending-servers-store.ts";

/** The workspace's sending servers, the sandbox last, with their last test and how many senders use each. */
export async function readSendingServers(actor: Actor): Promise<ServerRowWithUse[]> {
  requirePermission(actor, "senders:read");
  return selectServers(actor.workspaceId);
}
