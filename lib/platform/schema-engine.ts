import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import type { Migration } from "./migration-files.ts";

type Exports = WebAssembly.Exports & { __wbindgen_start: () => void };

let loaded: Promise<void> | undefined;

/**
 * Prisma's schema engine as WebAssembly, on a database: what `prisma migrate` would run, without the native
 * binary that the command line downloads from outside npm.
 */
export async function openSchemaEngine(databaseUrl: string): Promise<SchemaEngine> {
  loaded ??= load();
  await loaded;
  const factory = new CatalogAdapterFactory({ connectionString: databaseUrl, Client: CatalogClient });
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  return await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter);
}

/** The migrations in the form in which the engine takes them. */
export function toMigrationList(folder: string, migrations: Migration[]): MigrationList {
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: script } },
    })),
  };
}

const charOid = 18;
const charArrayOid = 1002;

/**
 * The engine reads one-byte `"char"` columns of the catalogue, a type that @prisma/adapter-pg 7.10 refuses
 * ("Column type 'char' could not be deserialized"). They pass the adapter under the name of an array of it,
 * which the catalogue queries never ask for, and get their own type back behind it.
 */
class CatalogClient extends pg.Client {
  // The overloads of `query` cannot be restated as one; arguments and result pass through.
  override query = ((...args: unknown[]) => {
    const inherited = pg.Client.prototype.query as unknown as (...args: unknown[]) => unknown;
    const callback = args.at(-1);
    if (typeof callback === "function") {
      args[args.length - 1] = (error: unknown, result: unknown) => callback(error, renameChar(result));
      return inherited.apply(this, args);
    }
    return Promise.resolve(inherited.apply(this, args)).then(renameChar);
  }) as unknown as pg.Client["query"];
}

function renameChar(result: unknown): unknown {
  for (const one of Array.isArray(result) ? result : [result]) {
    for (const field of (one as pg.QueryResult | undefined)?.fields ?? []) {
      if (field.dataTypeID === charOid) field.dataTypeID = charArrayOid;
    }
  }
  return result;
}

class CatalogAdapterFactory extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    const driver = adapter.underlyingDriver();
    // The adapter cuts a script at every semicolon, also in a comment or a DO block. PostgreSQL takes it whole, and then as
    // one transaction: a migration is applied whole or not at all.
    adapter.executeScript = async (script) => {
      await driver.query(script);
    };
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  }

  /**
   * The engine replays migrations in a shadow database only to compare them, and only
   * scripts/write-migration.ts compares, on a server made for that: its database is the shadow. (The adapter's
   * own way takes the main database for the shadow when it is configured by address.)
   */
  override connectToShadowDb() {
    return this.connect();
  }
}

async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const code = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(code, {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports as Exports).__wbindgen_start();
  // Told why the engine aborts; where this is missing the reason is lost to a TypeError.
  const registry = {
    set_message(reason: string) {
      throw new Error(`Prisma's schema engine aborted: ${reason}`);
    },
  };
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry });
}
