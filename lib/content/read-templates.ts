import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { renderSample } from "./render-sample.ts";
import type { TemplateCard } from "./template.ts";
import { findTemplates } from "./templates-store.ts";

export type TemplateQuery = { search?: string; isArchived?: boolean; page?: number };

export type TemplatePage = { templates: TemplateCard[]; total: number; page: number; pageCount: number };

/** Cards carry their HTML to be drawn small: 24 of about 20 KB each. */
const PAGE_SIZE = 24;

/** A page of the workspace's templates, last changed first; `page` counts from 1. */
export async function readTemplates(
  actor: Actor,
  { search = "", isArchived = false, page = 1 }: TemplateQuery = {},
): Promise<TemplatePage> {
  requirePermission(actor, "content:read");
  const [{ templates, total }, attributes] = await Promise.all([
    findTemplates(actor.workspaceId, {
      search: search.trim(),
      isArchived,
      skip: (page - 1) * PAGE_SIZE,
      take: PAGE_SIZE,
    }),
    readAttributes(actor),
  ]);
  const cards = templates.map((template) => ({ ...template, html: renderSample(template.html, attributes) }));
  return { templates: cards, total, page, pageCount: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}
