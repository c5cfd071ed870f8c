import { randomUUID } from "node:crypto";
import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { refuseNotCsv } from "#lib/csv/csv-dialect.ts";
import { environment } from "#lib/platform/environment.ts";
import { shownFileName } from "./import.ts";
import type { FileProblem } from "./import-problem.ts";
import { deleteImport, insertImport, markUploaded } from "./import-store.ts";
import { readDialect } from "./read-dialect.ts";
import { removeUpload, storeUpload } from "./upload-files.ts";

export type UploadResult = { ok: true; importId: string } | { ok: false; problem: FileProblem };

/**
 * Takes a CSV file as it arrives and finds out how it is written. What cannot be read at all is refused here and leaves
 * nothing behind; no contact is touched before `startImport`.
 *
 * @param file its name as the sender calls it, and its bytes; they are written to disk chunk by chunk
 */
export async function receiveUpload(
  actor: Actor,
  file: { name: string; body: AsyncIterable<Uint8Array> },
): Promise<UploadResult> {
  requirePermission(actor, "contacts:write");
  const id = randomUUID();
  const megabytes = environment().uploadLimitMegabytes;
  await insertImport({
    id,
    workspaceId: actor.workspaceId,
    createdBy: actor.userId,
    fileName: shownFileName(file.name),
  });
  const refuse = async (problem: FileProblem): Promise<UploadResult> => {
    await removeUpload(id);
    await deleteImport(id);
    return { ok: false, problem };
  };
  try {
    const stored = await storeUpload(id, file.body, megabytes * 1_048_576);
    if (!stored) return await refuse({ key: "tooLarge", megabytes });
    const notCsv = refuseNotCsv(stored.sample);
    if (notCsv) return await refuse({ key: notCsv });
    const found = await readDialect(id, stored);
    if (!found.ok) return await refuse(found.problem);
    await markUploaded(id, stored.sizeBytes, found.dialect);
    return { ok: true, importId: id };
  } catch (error) {
    await refuse({ key: "uploadBroken" });
    throw error;
  }
}
