import { expect, test } from "vitest";
import { readMigrations } from "./migration-files.ts";

/** What the workers of the release before may name in their statements, or leave out of them. */
const takesAway = /\bDROP\s+(COLUMN|TABLE|TYPE|FUNCTION)\b|\bRENAME\b|\bSET\s+NOT\s+NULL\b/i;
const saysSo = /^-- Stop older workers first:/m;

test("a migration leaves alone what older workers use during a roll-out, or says that they must be stopped", async () => {
  expect('ALTER TABLE "server_breakers" RENAME COLUMN "episodes" TO "times";').toMatch(takesAway);
  expect('DROP INDEX "messages_due_idx";').not.toMatch(takesAway);
  const migrations = await readMigrations("prisma/migrations");
  // Older ones came before there was a release to roll out.
  const silent = migrations.filter(
    ({ name, script }) => name > "0021" && takesAway.test(script) && !saysSo.test(script),
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});
