import { expect, test } from "vitest";
import { byKeyPool, closeDatabase } from "#lib/platform/database.ts";

test("a mark survives a power cut also on a server that answers before it has written", async () => {
  await byKeyPool().query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$`,
  );
  await closeDatabase();
  const { rows } = await byKeyPool().query("SHOW synchronous_commit");
  expect(rows).toEqual([{ synchronous_commit: "on" }]);
});
