import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { replyCategories } from "#lib/replies/reply-category.ts";
import { findServerUse, type ServerUse } from "./server-use-store.ts";

/** When the workspace's sending servers last took a mail and what they last failed with, by their ids; only those lately in use. */
export async function readServerUse(actor: Actor): Promise<Map<string, ServerUse>> {
  requirePermission(actor, "senders:read");
  return findServerUse(actor.workspaceId, ownTroubles);
}

/** Faults of the server or of how it is set up, and none of a recipient's or their provider's. */
const ownTroubles = Object.entries(replyCategories).flatMap(([category, { scope }]) =>
  scope === "server" || scope === "set_up" ? [category] : [],
);
