import { database } from "#lib/platform/database.ts";
import {
  type ImportState,
  type StoredDialect,
  type StoredMapping,
  storedDialectSchema,
  storedMappingSchema,
} from "./import.ts";
import type { FileProblem } from "./import-problem.ts";

/** One upload and what became of it. Sizes are bytes. */
export type Import = {
  id: string;
  workspaceId: string;
  fileName: string;
  sizeBytes: number;
  processedBytes: number;
  state: ImportState;
  dialect: StoredDialect | null;
  mapping: StoredMapping | null;
  listId: string | null;
  counts: { total: number; new: number; updated: number; unchanged: number; rejected: number };
  error: FileProblem | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
};

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof database>["import"]["findUnique"]>>>;

export async function insertImport(row: {
  id: string;
  workspaceId: string;
  createdBy: string;
  fileName: string;
}) {
  await database().import.create({ data: row });
}

export async function deleteImport(id: string): Promise<void> {
  await database().import.deleteMany({ where: { id } });
}

export async function findImport(workspaceId: string, id: string): Promise<Import | null> {
  const row = await database().import.findUnique({ where: { id, workspaceId } });
  return row && shape(row);
}

/** For the worker, which acts for the installation. */
export async function findImportForWork(id: string): Promise<Import | null> {
  const row = await database().import.findUnique({ where: { id } });
  return row && shape(row);
}

export async function findRecentImports(workspaceId: string, limit: number): Promise<Import[]> {
  const rows = await database().import.findMany({
    where: { workspaceId, state: { not: "uploading" } },
    orderBy: { createdAt: "desc" },
    take: limit,
  });
  return rows.map(shape);
}

export async function markUploaded(id: string, sizeBytes: number, dialect: StoredDialect): Promise<void> {
  await database().import.updateMany({
    where: { id, state: { in: ["uploading", "uploaded"] } },
    data: { state: "uploaded", sizeBytes, dialect },
  });
}

/** @returns false when it is not waiting for its start (any more), so that two clicks start it once */
export async function markRunning(
  id: string,
  { hasHeader, mapping }: { hasHeader: boolean; mapping: StoredMapping },
  dialect: StoredDialect,
): Promise<boolean> {
  const { count } = await database().import.updateMany({
    where: { id, state: "uploaded" },
    data: {
      state: "running",
      mapping,
      dialect: { ...dialect, hasHeader },
      listId: mapping.list.kind === "existing" ? mapping.list.listId : null,
      startedAt: new Date(),
    },
  });
  return count === 1;
}

/** Back to waiting, when the job could not be put into the queue. */
export async function markNotStarted(id: string): Promise<void> {
  await database().import.updateMany({
    where: { id, state: "running" },
    data: { state: "uploaded", startedAt: null },
  });
}

/** @returns false when the import does not run any more, because it was cancelled */
export async function saveProgress(
  id: string,
  progress: { processedBytes: number; totalRows: number; rejectedRows: number },
): Promise<boolean> {
  const { count } = await database().import.updateMany({ where: { id, state: "running" }, data: progress });
  return count === 1;
}

export async function markFailed(id: string, error: FileProblem): Promise<void> {
  await database().import.updateMany({
    where: { id, state: { in: ["uploaded", "running"] } },
    data: { state: "failed", error, finishedAt: new Date(), totalRows: 0, rejectedRows: 0 },
  });
}

/** @returns false when there was nothing to cancel */
export async function markCancelled(workspaceId: string, id: string): Promise<boolean> {
  const { count } = await database().import.updateMany({
    where: { id, workspaceId, state: { in: ["uploaded", "running"] } },
    data: { state: "cancelled", finishedAt: new Date(), totalRows: 0, rejectedRows: 0 },
  });
  return count === 1;
}

/** Imports that were uploaded, or begun to be, and never started. */
export async function findAbandonedImports(before: Date): Promise<string[]> {
  const rows = await database().import.findMany({
    where: { state: { in: ["uploading", "uploaded"] }, createdAt: { lt: before } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Imports that run, with when they were started. */
export async function findRunningImports(): Promise<{ id: string; startedAt: Date | null }[]> {
  return await database().import.findMany({
    where: { state: "running" },
    select: { id: true, startedAt: true },
  });
}

export async function findRejections(
  importId: string,
  { afterLine, limit }: { afterLine: number; limit: number },
): Promise<{ line: number; cells: string[]; error: string }[]> {
  return await database().importRejection.findMany({
    where: { importId, line: { gt: afterLine } },
    orderBy: { line: "asc" },
    take: limit,
    select: { line: true, cells: true, error: true },
  });
}

function shape(row: Row): Import {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    fileName: row.fileName,
    sizeBytes: Number(row.sizeBytes),
    processedBytes: Number(row.processedBytes),
    state: row.state,
    dialect: row.dialect === null ? null : storedDialectSchema.parse(row.dialect),
    mapping: row.mapping === null ? null : storedMappingSchema.parse(row.mapping),
    listId: row.listId,
    counts: {
      total: row.totalRows,
      new: row.newRows,
      updated: row.updatedRows,
      unchanged: row.unchangedRows,
      rejected: row.rejectedRows,
    },
    error: row.error as FileProblem | null,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}
