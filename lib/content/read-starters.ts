import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { compileMjml } from "./compile-mjml.ts";
import { renderSample } from "./render-sample.ts";
import { STARTERS, type Starter, type StarterLocale, starterMjml } from "./starter-templates.ts";

/** The starter templates in a language, each as a made-up recipient would get it. */
export async function readStarters(
  actor: Actor,
  locale: StarterLocale,
): Promise<{ starter: Starter; html: string }[]> {
  requirePermission(actor, "content:read");
  return await Promise.all(
    STARTERS.map(async (starter) => {
      const { html } = await compileMjml(starterMjml(starter, locale));
      return { starter, html: renderSample(html, []) };
    }),
  );
}
