import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { hasSandboxSender } from "./senders-store.ts";

/** Whether mail of some sender in use goes to the sandbox, which the top bar then says. */
export async function usesSandbox(actor: Actor): Promise<boolean> {
  requirePermission(actor, "senders:read");
  return hasSandboxSender(actor.workspaceId);
}
