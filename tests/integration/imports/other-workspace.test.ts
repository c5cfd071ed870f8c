import { beforeAll, expect, test } from "vitest";
import { type Actor, PermissionDenied } from "#lib/accounts/actor.ts";
import { cancelImport } from "#lib/imports/cancel-import.ts";
import { exportRejectedRows } from "#lib/imports/export-rejected-rows.ts";
import { listImports } from "#lib/imports/list-imports.ts";
import { readImport } from "#lib/imports/read-import.ts";
import { readRejectedRows } from "#lib/imports/read-rejected-rows.ts";
import { startImport } from "#lib/imports/start-import.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { database } from "#lib/platform/database.ts";
import { importFile, startFile, upload } from "#tests/support/import-file.ts";
import { makeActor } from "#tests/support/workspace.ts";

let owner: Actor;
let stranger: Actor;
let listId: string;
let importId: string;

beforeAll(async () => {
  owner = await makeActor();
  stranger = await makeActor();
  const list = { kind: "new" as const, name: "Own" };
  importId = (await importFile(owner, "email,city\na@mail.example,Bogor\nbad,\n", list)).id;
  listId = (await readLists(owner))[0]?.id ?? "";
});

test("another workspace reads nothing of our imports by their ids", async () => {
  expect(await readImport(stranger, importId)).toBeNull();
  expect(await exportRejectedRows(stranger, importId, (key) => key)).toBeNull();
  expect(await readRejectedRows(stranger, importId, 10)).toEqual([]);
  expect(await readRejectedRows(owner, importId, 10)).toMatchObject([{ line: 3, key: "email.notAnAddress" }]);
  expect(await listImports(stranger)).toEqual([]);
});

test("another workspace changes nothing of our imports by their ids", async () => {
  const waiting = await startFile(owner, "email\nz@mail.example\n");
  const before = await snapshot();
  expect(await cancelImport(stranger, waiting)).toBe(false);
  expect(await startImport(stranger, waiting, emailOnly({ kind: "none" }))).toMatchObject({
    reason: "notFound",
  });
  expect(await snapshot()).toEqual(before);
});

test("another workspace's list is no place to import onto", async () => {
  const uploaded = await upload(stranger, "email\nq@mail.example\n");
  const id = uploaded.ok ? uploaded.importId : "";
  expect(await startImport(stranger, id, emailOnly({ kind: "existing", listId }))).toMatchObject({
    reason: "listNotFound",
  });
});

test("a viewer imports nothing", async () => {
  const viewer: Actor = { ...owner, role: "viewer" };
  for (const attempt of [
    () => upload(viewer, "email\n"),
    () => startImport(viewer, importId, emailOnly({ kind: "none" })),
    () => cancelImport(viewer, importId),
  ])
    await expect(attempt()).rejects.toBeInstanceOf(PermissionDenied);
});

function emailOnly(list: { kind: "none" } | { kind: "existing"; listId: string }) {
  return { hasHeader: true, mapping: { columns: [{ to: "email" as const }], list } };
}

async function snapshot() {
  const where = { workspaceId: owner.workspaceId };
  return {
    imports: await database().import.findMany({ where }),
    contacts: await database().contact.findMany({ where, include: { subscriptions: true } }),
  };
}
