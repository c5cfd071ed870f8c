import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { deleteKey, selectKey } from "./dkim-keys-store.ts";

/** Deletes a key for good. One that signs is retired first. */
export async function removeDkimKey(
  actor: Actor,
  id: string,
): Promise<{ outcome: "removed" | "notFound" | "isActive" }> {
  requirePermission(actor, "senders:write");
  if (await deleteKey(actor.workspaceId, id)) return { outcome: "removed" };
  return { outcome: (await selectKey(actor.workspaceId, id)) ? "isActive" : "notFound" };
}
