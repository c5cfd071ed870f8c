import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readInstallationMarker, writeInstallationMarker } from "./installation-marker.ts";

test("several writers of one folder, also with equal process ids, leave one whole marker", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "kurir-marker-"));
  const epoch = randomUUID();
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => writeInstallationMarker(folder, { epoch, beat: BigInt(index) })),
  );
  expect(await readInstallationMarker(folder)).toMatchObject({ epoch, isOriginal: true });
  expect(await readdir(folder)).toEqual(["installation.json"]);
  await rm(folder, { recursive: true });
});
