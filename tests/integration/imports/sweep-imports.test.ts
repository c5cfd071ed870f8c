import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { readImport } from "#lib/imports/read-import.ts";
import { sweepImports } from "#lib/imports/sweep-imports.ts";
import { environment } from "#lib/platform/environment.ts";
import { startFile, upload } from "#tests/support/import-file.ts";
import { makeActor } from "#tests/support/workspace.ts";

test("uploads that nobody imports are removed after three days, and an import that cannot end is given up after one", async () => {
  const actor = await makeActor();
  const waiting = await upload(actor, "email\na@mail.example\n");
  const running = await startFile(actor, "email\nb@mail.example\n");
  const files = async () => (await readdir(path.join(environment().dataDirectory, "uploads"))).length;
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

  await sweepImports(inHours(23));
  expect(await files()).toBe(2);
  expect((await readImport(actor, running))?.state).toBe("running");

  await sweepImports(inHours(25));
  expect(await files()).toBe(1);
  expect(await readImport(actor, running)).toMatchObject({ state: "failed", error: { key: "unexpected" } });

  await sweepImports(inHours(73));
  expect(await files()).toBe(0);
  expect(await readImport(actor, waiting.ok ? waiting.importId : "")).toBeNull();
});
