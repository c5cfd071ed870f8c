import { database } from "#lib/platform/database.ts";
import type { Template, TemplateCard } from "./template.ts";

type Content = { mjml: string; text: string | null; html: string };

const whole = {
  id: true,
  name: true,
  mjml: true,
  text: true,
  html: true,
  updatedAt: true,
  archivedAt: true,
} as const;

export async function findTemplate(workspaceId: string, id: string): Promise<Template | null> {
  return await database().template.findFirst({ where: { id, workspaceId }, select: whole });
}

/** One page of the gallery, last changed first, and how many there are. Plan: index (workspace_id, updated_at). */
export async function findTemplates(
  workspaceId: string,
  query: { search: string; isArchived: boolean; skip: number; take: number },
): Promise<{ templates: TemplateCard[]; total: number }> {
  const where = {
    workspaceId,
    archivedAt: query.isArchived ? { not: null } : null,
    ...(query.search ? { name: { contains: literal(query.search), mode: "insensitive" as const } } : {}),
  };
  const [templates, total] = await Promise.all([
    database().template.findMany({
      where,
      select: { id: true, name: true, html: true, updatedAt: true },
      orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
      skip: query.skip,
      take: query.take,
    }),
    database().template.count({ where }),
  ]);
  return { templates, total };
}

/** Prisma leaves the wildcards of LIKE as they are. */
function literal(search: string): string {
  return search.replace(/[\\%_]/g, "\\$&");
}

export async function insertTemplate(workspaceId: string, name: string, content: Content): Promise<string> {
  const { id } = await database().template.create({
    data: { workspaceId, name, ...content },
    select: { id: true },
  });
  return id;
}

/** Writes if nobody wrote since `expected`; null if somebody did, or if it is gone. */
export async function replaceContent(
  workspaceId: string,
  id: string,
  expected: Date,
  content: Content,
): Promise<Date | null> {
  const [changed] = await database().template.updateManyAndReturn({
    where: { id, workspaceId, updatedAt: expected },
    data: content,
    select: { updatedAt: true },
  });
  return changed?.updatedAt ?? null;
}

/** Keeps `updatedAt`, which stands for the content: a new name is no reason to refuse a colleague's save. */
export async function setName(workspaceId: string, id: string, name: string): Promise<boolean> {
  const rows = await database().$executeRaw`
    UPDATE templates SET name = ${name} WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid`;
  return rows === 1;
}

/** As with the name, `updatedAt` stays. */
export async function setArchived(
  workspaceId: string,
  id: string,
  archivedAt: Date | null,
): Promise<boolean> {
  const rows = await database().$executeRaw`
    UPDATE templates SET archived_at = ${archivedAt}
    WHERE id = ${id}::uuid AND workspace_id = ${workspaceId}::uuid`;
  return rows === 1;
}
