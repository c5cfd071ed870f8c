import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { deleteCaughtMails } from "./sandbox-store.ts";

/** Removes all that the sandbox caught of the workspace. */
export async function emptySandbox(actor: Actor): Promise<{ removed: number }> {
  requirePermission(actor, "senders:write");
  return { removed: await deleteCaughtMails(actor.workspaceId) };
}
