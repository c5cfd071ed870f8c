import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type ServerRow, selectServer } from "./sending-servers-store.ts";

/** One sending server without its password, or null when the workspace has no such one. */
export async function readSendingServer(actor: Actor, id: string): Promise<ServerRow | null> {
  requirePermission(actor, "senders:read");
  return selectServer(actor.workspaceId, id);
}
