import { database } from "#lib/platform/database.ts";
import type { Campaign, CampaignList, Prisma } from "#prisma/client/client.ts";
import {
  type CampaignDraft,
  type DraftChange,
  type DraftMerge,
  type DraftPatch,
  mergeDraft,
} from "./campaign-draft.ts";
import type { CampaignState } from "./campaign-state.ts";

export type CampaignRow = Campaign & { lists: CampaignList[] };

export async function insertCampaign(data: Prisma.CampaignCreateInput): Promise<string> {
  const { id } = await database().campaign.create({ data, select: { id: true } });
  return id;
}

export async function findCampaign(workspaceId: string, id: string): Promise<CampaignRow | null> {
  return database().campaign.findFirst({ where: { id, workspaceId }, include: { lists: true } });
}

/** For work without an actor: the scheduler. */
export async function findCampaignById(id: string): Promise<CampaignRow | null> {
  return database().campaign.findUnique({ where: { id }, include: { lists: true } });
}

export type DraftWrite =
  | { kind: "written" | "conflict"; merge: DraftMerge; row: CampaignRow }
  | { kind: "not_draft"; state: CampaignState }
  | { kind: "not_found" };

/** Merges a change into a draft under the row's lock, so that of two who save at once the second sees what the first wrote. */
export async function writeDraft(workspaceId: string, id: string, change: DraftChange): Promise<DraftWrite> {
  return database().$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM campaigns WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await transaction.campaign.findFirst({
      where: { id, workspaceId },
      include: { lists: true },
    });
    if (row === null) return { kind: "not_found" };
    if (row.state !== "draft") return { kind: "not_draft", state: row.state };
    const merge = mergeDraft(draftOf(row), change);
    if (merge.kind === "conflict") return { kind: "conflict", merge, row };
    if (Object.keys(merge.changes).length === 0) return { kind: "written", merge, row };
    const data = draftColumns(row, merge.changes);
    const written = await transaction.campaign.update({ where: { id }, data, include: { lists: true } });
    return { kind: "written", merge, row: written };
  });
}

function draftColumns(row: CampaignRow, changes: DraftPatch): Prisma.CampaignUpdateInput {
  const { includeListIds, excludeListIds, scheduledAt, ...plain } = changes;
  const columns: Record<string, unknown> = { ...plain };
  if (scheduledAt !== undefined) columns.scheduledAt = scheduledAt === null ? null : new Date(scheduledAt);
  if (includeListIds || excludeListIds) {
    const included = includeListIds ?? listIds(row, "include");
    const excluded = excludeListIds ?? listIds(row, "exclude");
    columns.lists = { deleteMany: {}, create: listRows(included, excluded) };
  }
  return columns;
}

/** A list both included and excluded is excluded: the row can say one thing only, and less mail is the safer one. */
export function listRows(
  includeListIds: readonly string[],
  excludeListIds: readonly string[],
): { listId: string; mode: "include" | "exclude" }[] {
  const excluded = new Set(excludeListIds);
  const included = new Set(includeListIds.filter((listId) => !excluded.has(listId)));
  return [
    ...[...included].map((listId) => ({ listId, mode: "include" as const })),
    ...[...excluded].map((listId) => ({ listId, mode: "exclude" as const })),
  ];
}

export function draftOf(row: CampaignRow): CampaignDraft {
  return {
    name: row.name,
    subject: row.subject,
    preheader: row.preheader,
    senderId: row.senderId,
    templateId: row.templateId,
    mjml: row.mjml,
    text: row.text,
    trackOpens: row.trackOpens,
    trackClicks: row.trackClicks,
    retryHours: row.retryHours,
    scheduledAt: row.scheduledAt?.toISOString() ?? null,
    timeZone: row.timeZone,
    priority: row.priority,
    windowFrom: row.windowFrom,
    windowTo: row.windowTo,
    windowDays: [...row.windowDays].sort(),
    maxPerSecond: row.maxPerSecond,
    spreadHours: row.spreadHours,
    recipientTime: row.recipientTime,
    includeListIds: listIds(row, "include"),
    excludeListIds: listIds(row, "exclude"),
  };
}

function listIds(row: CampaignRow, mode: "include" | "exclude"): string[] {
  return row.lists
    .filter((list) => list.mode === mode)
    .map(({ listId }) => listId)
    .sort();
}

export async function renameRow(workspaceId: string, id: string, name: string): Promise<boolean> {
  const { count } = await database().campaign.updateMany({ where: { id, workspaceId }, data: { name } });
  return count === 1;
}

/** Deletes a campaign that is still a draft; one that was sent is a record and stays. */
export async function deleteDraftRow(workspaceId: string, id: string): Promise<boolean> {
  const { count } = await database().campaign.deleteMany({ where: { id, workspaceId, state: "draft" } });
  return count === 1;
}
