import pg from "pg";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";

/**
 * That this process lives, as others can tell at once: a lock that its own connection to PostgreSQL holds. However the process
 * ends, the system closes the connection and PostgreSQL lets go of the lock.
 */
const presence = crypto.randomUUID();

let connection: Promise<pg.Client | undefined> | undefined;

/** Takes the lock if this process does not hold it. @returns the name that the lock goes by, null while it cannot be held */
export async function holdPresence(): Promise<string | null> {
  connection ??= connect();
  if ((await connection) !== undefined) return presence;
  connection = undefined;
  return null;
}

/** Lets go of it and closes the connection. */
export async function endPresence(): Promise<void> {
  const ending = connection;
  connection = undefined;
  await (await ending)?.end().catch(() => undefined);
}

async function connect(): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    connectionString: environment().databaseUrl,
    application_name: "kurir presence",
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  // Taken anew with the next heartbeat; until then the heartbeats alone tell.
  client.on("error", () => {
    connection = undefined;
  });
  try {
    await client.connect();
    await client.query("SELECT pg_advisory_lock(hashtextextended('presence ' || $1, 0))", [presence]);
    return client;
  } catch (error) {
    logger().warn({ err: error }, "the presence of this process could not be held");
    await client.end().catch(() => undefined);
    return undefined;
  }
}
