import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { Attribute } from "./attribute.ts";
import { findAttributes } from "./attribute-store.ts";

/** The workspace's attributes, the oldest first: the merge fields besides a contact's own. */
export async function readAttributes(actor: Actor): Promise<Attribute[]> {
  requirePermission(actor, "contacts:read");
  return await findAttributes(actor.workspaceId);
}
