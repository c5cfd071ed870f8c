import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { updateList } from "./list-store.ts";

/** Changes a list's name and what recipients read about it. */
export async function renameList(
  actor: Actor,
  id: string,
  list: { name: string; description: string | null },
): Promise<"saved" | "notFound" | "taken"> {
  requirePermission(actor, "contacts:write");
  return await updateList(actor.workspaceId, id, list);
}
