import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { insertList } from "./list-store.ts";

/** Makes a list. A name that another list has, archived ones too, is refused as `taken`. */
export async function createList(
  actor: Actor,
  list: { name: string; description: string | null },
): Promise<{ ok: true; id: string } | { ok: false; reason: "taken" }> {
  requirePermission(actor, "contacts:write");
  const id = await insertList(actor.workspaceId, list);
  return id === null ? { ok: false, reason: "taken" } : { ok: true, id };
}
