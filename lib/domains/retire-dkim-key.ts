import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { retireKey } from "./dkim-keys-store.ts";

/** Signs with it no more. Its record should stay in the DNS for some days, for mail that is still on its way. */
export async function retireDkimKey(actor: Actor, id: string): Promise<{ outcome: "retired" | "notFound" }> {
  requirePermission(actor, "senders:write");
  return { outcome: (await retireKey(actor.workspaceId, id)) ? "retired" : "notFound" };
}
