import { parseTemplate } from "#lib/liquid/parse-template.ts";
import { type MergeScope, renderTemplate } from "#lib/liquid/render-template.ts";

/** What a sample needs to know of an attribute. */
export type SampleAttribute = { key: string; label: string; type: string };

/** A recipient made up for previews; links to the recipient's own pages lead nowhere. */
export function sampleScope(attributes: SampleAttribute[]): MergeScope {
  return {
    contact: {
      ...Object.fromEntries(attributes.map(({ key, label, type }) => [key, sampleValue(label, type)])),
      id: "1",
      email: "sari.dewi@example.com",
      first_name: "Sari",
      last_name: "Dewi",
    },
    unsubscribe_url: "#unsubscribe",
    preferences_url: "#preferences",
    campaign: { name: "", subject: "" },
  };
}

/** Compiled HTML as a made-up recipient would get it. */
export function renderSample(html: string, attributes: SampleAttribute[]): string {
  return renderTemplate(parseTemplate(html, "html"), sampleScope(attributes));
}

function sampleValue(label: string, type: string): string | number | boolean {
  if (type === "number") return 42;
  if (type === "boolean") return true;
  return type === "date" ? "2026-11-21" : label;
}
