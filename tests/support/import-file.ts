import type { Actor } from "#lib/accounts/actor.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { guessMapping } from "#lib/imports/csv-mapping.ts";
import { type ListChoice, splitHeader } from "#lib/imports/import.ts";
import { importContacts } from "#lib/imports/import-contacts.ts";
import type { Import } from "#lib/imports/import-store.ts";
import { readImport } from "#lib/imports/read-import.ts";
import { receiveUpload, type UploadResult } from "#lib/imports/receive-upload.ts";
import { startImport } from "#lib/imports/start-import.ts";

/** Sends a file as a browser would: in chunks. */
export async function upload(
  actor: Actor,
  content: string | Buffer,
  name = "contacts.csv",
): Promise<UploadResult> {
  const bytes = Buffer.from(content as string);
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += 1_000) yield bytes.subarray(start, start + 1_000);
  }
  return await receiveUpload(actor, { name, body: chunks() });
}

/** Uploads a file and starts its import with the guessed columns, as a person who changes nothing does. */
export async function startFile(
  actor: Actor,
  content: string | Buffer,
  list: ListChoice = { kind: "none" },
): Promise<string> {
  const uploaded = await upload(actor, content);
  if (!uploaded.ok) throw new Error(`refused: ${uploaded.problem.key}`);
  const found = await readImport(actor, uploaded.importId);
  if (!found?.dialect) throw new Error("no dialect");
  const { header, rows } = splitHeader(found.dialect);
  const columns = guessMapping(header, rows, await readAttributes(actor));
  const started = await startImport(actor, uploaded.importId, {
    hasHeader: found.dialect.hasHeader,
    mapping: { columns, list },
  });
  if (!started.ok) throw new Error(`not started: ${started.reason}`);
  return uploaded.importId;
}

/** The whole way of a file: uploaded, started, and its job run. */
export async function importFile(actor: Actor, content: string | Buffer, list?: ListChoice): Promise<Import> {
  const importId = await startFile(actor, content, list);
  await importContacts({ importId });
  const done = await readImport(actor, importId);
  if (!done) throw new Error("the import is gone");
  return done;
}
