import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type SenderRow, selectSenders } from "./senders-store.ts";

/** The workspace's From identities, each with the name and kind of its sending server. */
export async function readSenders(actor: Actor): Promise<SenderRow[]> {
  requirePermission(actor, "senders:read");
  return selectSenders(actor.workspaceId);
}
