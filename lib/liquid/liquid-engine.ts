import { Liquid, type Template } from "liquidjs";
import { HTML_BYTES } from "./content-limits.ts";

/** Where the rendered text will stand: values are escaped in `html`, and a `header` is one line. */
export type LiquidKind = "html" | "text" | "header";

/** The tags there are. Left out: what reads other files, and what prints a value past the checks of `{{ }}`. */
const TAGS = new Set([
  "#",
  "assign",
  "break",
  "capture",
  "case",
  "comment",
  "continue",
  "for",
  "if",
  "raw",
  "unless",
]);

/** For one render. The time is what a stuck process is worth, not what a mail takes (about 0.1 ms). */
const LIMITS = { renderLimit: 5_000, memoryLimit: 20_000_000, parseLimit: HTML_BYTES * 2 };

/** Put behind every value that stands in a link: it stays one part of the path, the query or the fragment. */
export const URL_PART_FILTER = "url_part";

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const engines = { html: liquidEngine(escapeHtml), plain: liquidEngine(undefined) };

/** Parses Liquid for a place. @throws LiquidError with the place of the fault. */
export function parseLiquid(source: string, kind: LiquidKind): Template[] {
  return engineFor(kind).parse(source);
}

/** The engine that parsed for this kind of place; templates render with no other. */
export function engineFor(kind: LiquidKind): Liquid {
  return kind === "html" ? engines.html : engines.plain;
}

function liquidEngine(outputEscape: ((value: unknown) => string) | undefined): Liquid {
  const engine = new Liquid({
    ...LIMITS,
    ...(outputEscape ? { outputEscape } : {}),
    strictFilters: true,
    ownPropertyOnly: true,
    dynamicPartials: false,
    templates: {},
    // An attribute `2026-11-21` means that day wherever the server stands.
    timezoneOffset: 0,
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.has(name)) delete engine.tags[name];
  // A contact's data comes from files and forms: no way around escaping, and nothing of it is read as an expression.
  for (const name of Object.keys(engine.filters))
    if (name === "raw" || name.endsWith("_exp")) delete engine.filters[name];
  for (const name of ["url_decode", "url_encode", "cgi_escape", "uri_escape"]) forgive(engine, name);
  engine.registerFilter(URL_PART_FILTER, encodeUrlPart);
  if (outputEscape) {
    // Already escaped where it is asked for, not twice.
    engine.registerFilter("escape", { raw: true, handler: escapeHtml });
    engine.registerFilter("newline_to_br", {
      raw: true,
      handler: (value: unknown) => escapeHtml(value).replace(/\r?\n/g, "<br />\n"),
    });
  }
  return engine;
}

/** What an encoding cannot hold stays as it is: one contact's `100%` or half an emoji must not stop a campaign. */
function forgive(engine: Liquid, name: string): void {
  const filter = engine.filters[name];
  if (typeof filter !== "function") return;
  engine.registerFilter(name, function (value, ...rest) {
    const text = asText(value).toWellFormed();
    try {
      return filter.call(this, text, ...rest);
    } catch (error) {
      if (error instanceof URIError) return text;
      throw error;
    }
  });
}

function encodeUrlPart(value: unknown): string {
  return encodeURIComponent(asText(value).toWellFormed()).replaceAll("'", "%27");
}

/** Escapes a value for HTML text and quoted attributes. */
export function escapeHtml(value: unknown): string {
  return asText(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return Array.isArray(value) ? value.map(asText).join("") : String(value);
}
