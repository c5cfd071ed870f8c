import { readCsv } from "#lib/csv/csv-reading.ts";
import { logger } from "#lib/platform/logger.ts";
import { analyzeContacts, mergeImport, type StagedRow } from "./import-merge-store.ts";
import type { FileProblem } from "./import-problem.ts";
import { readRow } from "./import-row.ts";
import { findImportForWork, type Import, markFailed, saveProgress } from "./import-store.ts";
import { removeUpload, uploadExists, uploadPath } from "./upload-files.ts";

/** How often the progress is written and a cancellation noticed. */
const progressEveryMilliseconds = 500;

/**
 * The job of one import: reads the whole file, refuses it as a whole when it is broken, and merges its rows. Nothing is written
 * before the file was read to its end, and everything in one transaction, so a run that is killed or loses the database is
 * simply run again. The uploaded file is removed when the import has ended.
 */
export async function importContacts({ importId }: { importId: string }): Promise<void> {
  const started = await findImportForWork(importId);
  if (started?.state !== "running" || !started.dialect || !started.mapping) return;
  const stopped = (await uploadExists(importId)) ? await run(started) : ({ key: "fileGone" } as const);
  if (stopped) await markFailed(importId, stopped);
  await removeUpload(importId);
}

/** @returns what is wrong with the file, if something is */
async function run(started: Import): Promise<FileProblem | null> {
  const { id: importId, workspaceId, mapping } = started;
  if (!mapping) return null;
  const attributes = mapping.columns.flatMap((target) =>
    target.to === "attribute" ? [{ key: target.key, label: target.label, type: target.type }] : [],
  );
  try {
    const counts = await mergeImport(
      { importId, workspaceId, attributes, list: mapping.list },
      stagedRows(started),
    );
    if (counts) {
      logger().info({ importId, ...counts }, "contacts imported");
      await analyzeContacts().catch((error: unknown) =>
        logger().warn({ importId, err: error }, "no statistics of the imported contacts yet"),
      );
    }
    return null;
  } catch (error) {
    if (error instanceof BrokenFile) return error.problem;
    if (error instanceof ImportCancelled) return null;
    throw error;
  }
}

async function* stagedRows({ id, sizeBytes, dialect, mapping }: Import): AsyncGenerator<StagedRow[]> {
  if (!dialect || !mapping) return;
  let header = dialect.hasHeader;
  let totalRows = 0;
  let rejectedRows = 0;
  let savedAt = performance.now();
  for await (const part of readCsv(uploadPath(id), dialect)) {
    if (!part.ok) throw new BrokenFile(part.problem);
    const rows = header && part.rows.length > 0 ? part.rows.slice(1) : part.rows;
    if (part.rows.length > 0) header = false;
    const staged = rows.map(({ line, cells }): StagedRow => {
      const check = readRow(cells, dialect.columns, mapping.columns);
      return check.ok
        ? { line, cells, row: check.row, problem: null }
        : { line, cells, row: null, problem: check.problem };
    });
    totalRows += staged.length;
    rejectedRows += staged.filter(({ problem }) => problem !== null).length;
    const isRead = part.bytesRead >= sizeBytes;
    if (isRead || performance.now() - savedAt >= progressEveryMilliseconds) {
      savedAt = performance.now();
      const runs = await saveProgress(id, { processedBytes: part.bytesRead, totalRows, rejectedRows });
      if (!runs) throw new ImportCancelled();
    }
    yield staged;
  }
}

/** Ends the COPY from within; never leaves this file. */
class BrokenFile extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(problem.key);
    this.problem = problem;
  }
}

class ImportCancelled extends Error {}
