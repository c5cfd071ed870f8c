import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { readImport } from "#lib/imports/read-import.ts";
import { receiveUpload } from "#lib/imports/receive-upload.ts";
import { startImport } from "#lib/imports/start-import.ts";
import { database } from "#lib/platform/database.ts";
import { environment } from "#lib/platform/environment.ts";
import { upload } from "#tests/support/import-file.ts";
import { makeActor } from "#tests/support/workspace.ts";

let actor: Actor;
beforeAll(async () => {
  process.env.UPLOAD_LIMIT_MB = "1";
  actor = await makeActor();
});

const folder = () => path.join(environment().dataDirectory, "uploads");

test.each([
  ["an empty file", "", { key: "empty" }],
  ["a file of blank lines", "\r\n\r\n \n", { key: "empty" }],
  ["an Excel workbook", Buffer.from("PK\x03\x04\x14\x00", "latin1"), { key: "workbook" }],
  ["a picture", Buffer.from(Array.from({ length: 9_000 }, (_, n) => (n * 7_919) % 256)), { key: "notText" }],
  ["a quote never closed in a small file", 'email\n"a@mail.example\n', { key: "quoteNeverClosed", line: 2 }],
  ["a NUL byte in a small file", "email\na@mail.example\nb\0@mail.example\n", { key: "nulByte", line: 3 }],
  ["a file past the limit", "a@mail.example\n".repeat(80_000), { key: "tooLarge", megabytes: 1 }],
])("%s is refused at once and leaves nothing", async (_, content, problem) => {
  expect(await upload(actor, content)).toEqual({ ok: false, problem });
  expect(await readdir(folder())).toEqual([]);
  expect(await database().import.count()).toBe(0);
});

test("a connection that breaks leaves nothing", async () => {
  async function* broken() {
    yield Buffer.from("email\n");
    throw new Error("connection reset");
  }
  await expect(receiveUpload(actor, { name: "a.csv", body: broken() })).rejects.toThrow("connection reset");
  expect(await readdir(folder())).toEqual([]);
  expect(await database().import.count()).toBe(0);
});

test("an uploaded file waits, readable by nobody else, with its columns found out", async () => {
  const uploaded = await upload(actor, "email;nama\r\na@mail.example;Sari\r\n", "../../etc/pass\r\nwd.csv");
  const found = await readImport(actor, uploaded.ok ? uploaded.importId : "");
  expect(found).toMatchObject({
    fileName: "passwd.csv",
    state: "uploaded",
    dialect: { encoding: "utf-8", delimiter: ";", hasHeader: true, columns: 2 },
  });
  const { mode } = await stat(path.join(folder(), `${found?.id}.csv`));
  expect(mode & 0o077).toBe(0);
});

test("a mapping without a column of addresses cannot be started", async () => {
  const uploaded = await upload(actor, "name,city\nSari,Bogor\n");
  const importId = uploaded.ok ? uploaded.importId : "";
  const start = (columns: { to: "email" | "firstName" | "skip" }[]) =>
    startImport(actor, importId, { hasHeader: true, mapping: { columns, list: { kind: "none" } } });
  expect(await start([{ to: "firstName" }, { to: "skip" }])).toMatchObject({
    problem: { key: "noEmailColumn" },
  });
  expect(await start([{ to: "email" }, { to: "skip" }])).toMatchObject({
    problem: { key: "noAddressInEmailColumn" },
  });
  expect(await start([{ to: "email" }])).toMatchObject({ ok: false });
  expect((await readImport(actor, importId))?.state).toBe("uploaded");
});

test("starting twice starts once", async () => {
  const uploaded = await upload(actor, "email\na@mail.example\n");
  const importId = uploaded.ok ? uploaded.importId : "";
  const start = () =>
    startImport(actor, importId, {
      hasHeader: true,
      mapping: { columns: [{ to: "email" }], list: { kind: "none" } },
    });
  const results = await Promise.all([start(), start()]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});
