import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { compileMjml } from "#lib/mjml/compile-mjml.ts";
import { renderSample } from "./render-sample.ts";
import { STARTERS, type Starter, type StarterLocale, starterMjml } from "./starter-templates.ts";

type DrawnStarter = { starter: Starter; html: string };

/** They are the same for everybody until the next release, and the composer shows them each time it opens. */
const drawn = new Map<StarterLocale, DrawnStarter[]>();

/** The starter templates in a language, each as a made-up recipient would get it. */
export async function readStarters(actor: Actor, locale: StarterLocale): Promise<DrawnStarter[]> {
  requirePermission(actor, "content:read");
  const known = drawn.get(locale);
  if (known) return known;
  const starters = await Promise.all(
    STARTERS.map(async (starter) => {
      const { html } = await compileMjml(starterMjml(starter, locale));
      return { starter, html: renderSample(html, []) };
    }),
  );
  drawn.set(locale, starters);
  return starters;
}
