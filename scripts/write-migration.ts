import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { readMigrations } from "#lib/platform/migration-files.ts";
import { openSchemaEngine, toMigrationList } from "#lib/platform/schema-engine.ts";

/**
 * `npm run migration -- NAME`: writes prisma/migrations/NNNN_name/migration.sql with what separates the
 * migrations that exist (applied to a scratch database) from prisma/schema. Read it before committing it:
 * partitions, partial indexes and data are for a person to add.
 */
const schemaFolder = "prisma/schema";
const migrationsFolder = "prisma/migrations";

const name = process.argv
  .slice(2)
  .join("_")
  .toLowerCase()
  .replace(/[^a-z0-9]+/g, "_")
  .replace(/^_|_$/g, "");
if (name === "") {
  console.error("Give the migration a name, such as: npm run migration -- add_segments");
  process.exit(1);
}

const scratch = await mkdtemp(path.join(os.tmpdir(), "kurir-migration-"));
const server = await startEmbeddedPostgres({ dataDirectory: scratch, settings: { fsync: "off" } });
try {
  const migrations = await readMigrations(migrationsFolder);
  const script = await diffAgainstSchema(migrations);
  if (/^--[^\n]*\s*$/.test(script.trim()) || script.trim() === "") {
    console.log("The migrations already give what prisma/schema says. Nothing was written.");
  } else {
    const number = String(Number(migrations.at(-1)?.name.slice(0, 4) ?? 0) + 1).padStart(4, "0");
    const folder = path.join(migrationsFolder, `${number}_${name}`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "migration.sql"), script);
    await writeFile(path.join(migrationsFolder, "migration_lock.toml"), 'provider = "postgresql"\n');
    console.log(`Written: ${folder}/migration.sql`);
  }
} finally {
  await server.destroy();
  await rm(scratch, { recursive: true, force: true });
}

async function diffAgainstSchema(migrations: Awaited<ReturnType<typeof readMigrations>>): Promise<string> {
  const names = (await readdir(schemaFolder)).filter((file) => file.endsWith(".prisma")).sort();
  const files = await Promise.all(
    names.map(async (file) => ({
      path: path.join(schemaFolder, file),
      content: await readFile(path.join(schemaFolder, file), "utf8"),
    })),
  );
  const engine = await openSchemaEngine(server.url());
  const { stdout } = await engine.diff({
    from: { tag: "migrations", ...toMigrationList(migrationsFolder, migrations) },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? "";
}
