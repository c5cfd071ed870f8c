import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { DkimKeyRow } from "./dkim-key.ts";
import { selectKey } from "./dkim-keys-store.ts";

/** One key of the workspace; null where there is none of this id. */
export async function readDkimKey(actor: Actor, id: string): Promise<DkimKeyRow | null> {
  requirePermission(actor, "senders:read");
  return selectKey(actor.workspaceId, id);
}
