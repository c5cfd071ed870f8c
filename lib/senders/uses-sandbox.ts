import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { countSendersByKind } from "./senders-store.ts";

/**
 * Whose mail goes to the sandbox, which the top bar says: all senders', that of some, or nobody's. Only of the first is it true
 * that nothing leaves the machine.
 */
export async function usesSandbox(actor: Actor): Promise<"all" | "some" | "none"> {
  requirePermission(actor, "senders:read");
  const { sandbox, smtp } = await countSendersByKind(actor.workspaceId);
  if (sandbox === 0) return "none";
  return smtp === 0 ? "all" : "some";
}
