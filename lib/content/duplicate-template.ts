import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findTemplate, insertTemplate } from "./templates-store.ts";

/** Copies a template under another name. @returns the copy's id; null if the workspace has no template with this id */
export async function duplicateTemplate(actor: Actor, id: string, name: string): Promise<string | null> {
  requirePermission(actor, "content:write");
  const found = await findTemplate(actor.workspaceId, id);
  if (!found) return null;
  const { mjml, text, html } = found;
  return await insertTemplate(actor.workspaceId, name, { mjml, text, html });
}
