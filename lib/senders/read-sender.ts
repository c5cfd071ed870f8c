import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type SenderRow, selectSender } from "./senders-store.ts";

/** One From identity, or null when the workspace has no such one. */
export async function readSender(actor: Actor, id: string): Promise<SenderRow | null> {
  requirePermission(actor, "senders:read");
  return selectSender(actor.workspaceId, id);
}
