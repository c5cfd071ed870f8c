import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { archiveSender } from "./senders-store.ts";

/** Takes a From identity out of use. Campaigns that send as it go on. */
export async function removeSender(actor: Actor, id: string): Promise<{ outcome: "removed" | "notFound" }> {
  requirePermission(actor, "senders:write");
  return { outcome: (await archiveSender(actor.workspaceId, id)) ? "removed" : "notFound" };
}
