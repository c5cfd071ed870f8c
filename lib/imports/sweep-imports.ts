import { enqueue } from "#lib/jobs/enqueue.ts";
import { deleteImport, findAbandonedImports, findRunningImports, markFailed } from "./import-store.ts";
import { removeUpload } from "./upload-files.ts";

const keptHours = 72;
const givenUpAfterHours = 24;

/**
 * Puts right what time leaves behind: files that were uploaded and never imported (personal data that nobody asked to keep) are
 * removed after 72 hours; imports that run are nudged, in case their job was lost, and given up a day after their start.
 */
export async function sweepImports(now: Date): Promise<void> {
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  for (const id of await findAbandonedImports(hoursAgo(keptHours))) {
    await removeUpload(id);
    await deleteImport(id);
  }
  for (const { id, startedAt } of await findRunningImports()) {
    if (startedAt && startedAt < hoursAgo(givenUpAfterHours)) {
      await markFailed(id, { key: "unexpected" });
      await removeUpload(id);
    } else {
      await enqueue("importContacts", { importId: id }, { key: id });
    }
  }
}
