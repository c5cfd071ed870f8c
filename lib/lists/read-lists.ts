import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findLists, type ListView } from "./list-store.ts";

/** The workspace's lists with how many are on each; those in use first, by name. */
export async function readLists(actor: Actor): Promise<ListView[]> {
  requirePermission(actor, "contacts:read");
  return await findLists(actor.workspaceId);
}
