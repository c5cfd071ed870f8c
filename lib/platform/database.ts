import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "#prisma/client/client.ts";
import { environment } from "./environment.ts";
import { logger } from "./logger.ts";

export type Database = PrismaClient;

type Open = { pool: pg.Pool; byKey: pg.Pool; database: Database; isClosing: boolean };

/** On the global object, because the web server's bundles and its reloads each have their own copy of this file. */
const key = Symbol.for("kurir.database");
const place = globalThis as { [key]?: Open };

/** Prisma on this process's pool of connections, made at the first call. */
export function database(): Database {
  return open().database;
}

/**
 * The same pool for SQL that Prisma has no words for: COPY, `unnest`, SKIP LOCKED.
 * `int8` comes back as bigint, in this pool only, not in every pg of the process.
 */
export function pool(): pg.Pool {
  return open().pool;
}

/**
 * A few connections for statements that touch some rows by their key, however large the tables are: claims, marks, verdicts.
 * Their plan is the same for ten rows and ten million, and it must not be chosen by statistics that were taken while the
 * table was empty or half its rows dead.
 */
export function byKeyPool(): pg.Pool {
  return open().byKey;
}

/** Lets running queries end and closes the connections; a later call opens new ones. */
export async function closeDatabase(): Promise<void> {
  const current = place[key];
  if (!current) return;
  delete place[key];
  current.isClosing = true;
  await current.database.$disconnect();
  await Promise.all([current.pool.end(), current.byKey.end()]);
}

const bigintTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: string) {
    if (oid === pg.types.builtins.INT8 && format !== "binary") return (text: string) => BigInt(text);
    return pg.types.getTypeParser(oid, format as "text");
  },
};

/**
 * A process that is frozen in the middle of a transaction lets go of no row. PostgreSQL ends the transaction after that, so
 * that nobody waits for it longer; the process finds an error when it wakes up.
 */
const idleInTransaction = "idle_in_transaction_session_timeout=30s";

/** Connections for what is done by key: marks, verdicts, and claims of several batches. */
const byKeyConnections = 6;
const byKeySettings = [
  idleInTransaction,
  // A mark that a power cut takes back would be a mail sent twice; where PostgreSQL was made quicker with "off", it may lose the last.
  "synchronous_commit=on",
  "enable_hashjoin=off",
  "enable_mergejoin=off",
  "enable_seqscan=off",
  "plan_cache_mode=force_generic_plan",
];

function open(): Open {
  const current = place[key];
  if (current) return current;
  const { databaseUrl, databasePool } = environment();
  const options: pg.PoolConfig = {
    connectionString: databaseUrl,
    // Sooner a clear error than a page that waits for ever while the database is away or every connection is busy.
    connectionTimeoutMillis: 30_000,
    types: bigintTypes,
    application_name: "kurir",
  };
  const connections = new pg.Pool({ ...options, max: databasePool, options: `-c ${idleInTransaction}` });
  const byKey = new pg.Pool({
    ...options,
    max: byKeyConnections,
    options: byKeySettings.map((each) => `-c ${each}`).join(" "),
  });
  const made = {
    pool: connections,
    byKey,
    database: new PrismaClient({ adapter: new PrismaPg(connections) }),
    isClosing: false,
  };
  for (const each of [connections, byKey]) {
    // An idle connection that breaks (the server restarts) is replaced by the pool; unheard it would end the process. One that
    // was told to end and meets a server that stops is no news.
    each.on("error", (error) => {
      if (!made.isClosing) logger().warn({ err: error }, "a database connection broke");
    });
    // One that is checked out (a transaction, a COPY) tells whoever uses it by the query that fails; the pool does not listen
    // to it meanwhile, and unheard the same error would end the process.
    each.on("connect", (client) => client.on("error", () => undefined));
  }
  place[key] = made;
  return made;
}
