import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { compileMjml } from "#lib/mjml/compile-mjml.ts";
import { type Starter, type StarterLocale, starterMjml } from "./starter-templates.ts";
import { insertTemplate } from "./templates-store.ts";

/** Makes a template from one of the starters, in the words of the person's language. @returns its id */
export async function createTemplate(
  actor: Actor,
  { name, starter, locale }: { name: string; starter: Starter; locale: StarterLocale },
): Promise<string> {
  requirePermission(actor, "content:write");
  const mjml = starterMjml(starter, locale);
  const { html } = await compileMjml(mjml);
  return await insertTemplate(actor.workspaceId, name, { mjml, text: null, html });
}
