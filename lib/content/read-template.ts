import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { Template } from "./template.ts";
import { findTemplate } from "./templates-store.ts";

/** One template of the workspace; null if it has none with this id (a uuid). */
export async function readTemplate(actor: Actor, id: string): Promise<Template | null> {
  requirePermission(actor, "content:read");
  return await findTemplate(actor.workspaceId, id);
}
