import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { archiveServer, selectServer } from "./sending-servers-store.ts";

/** Takes a sending server out of use. What was sent through it keeps its name; the sandbox stays. */
export async function removeSendingServer(
  actor: Actor,
  id: string,
): Promise<{ outcome: "removed" | "notFound" | "isSandbox" } | { outcome: "inUse"; senderCount: number }> {
  requirePermission(actor, "senders:write");
  const server = await selectServer(actor.workspaceId, id);
  if (!server) return { outcome: "notFound" };
  if (server.kind === "sandbox") return { outcome: "isSandbox" };
  const senderCount = await archiveServer(actor.workspaceId, id);
  return senderCount > 0 ? { outcome: "inUse", senderCount } : { outcome: "removed" };
}
