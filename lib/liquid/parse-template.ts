import type { Template } from "liquidjs";
import { type LiquidKind, parseLiquid } from "./liquid-engine.ts";

/** A text whose Liquid is parsed, to be rendered for many recipients. */
export type ParsedTemplate = { kind: LiquidKind; templates: Template[] };

/**
 * Parses a text's Liquid once. `html` escapes values, `text` does not, `header` renders to one line without control characters.
 *
 * @throws LiquidError with the line of the fault; what was saved through checkTemplate has none.
 */
export function parseTemplate(source: string, kind: LiquidKind): ParsedTemplate {
  return { kind, templates: parseLiquid(source, kind) };
}
