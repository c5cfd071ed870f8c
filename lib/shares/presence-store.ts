import pg from "pg";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";

/**
 * That this process lives, as others can tell at once: a lock that its own connection to PostgreSQL holds. However the process
 * ends, the system closes the connection and PostgreSQL lets go of the lock. Each connection has a name of its own for it: under one
 * name, a connection that was given up and still stands would keep its successor waiting for good.
 */
type Presence = { client: pg.Client; name: string };

let connection: Promise<Presence | undefined> | undefined;

/** Takes the lock if this process does not hold it. @returns the name that the lock goes by, null while it cannot be held */
export async function holdPresence(): Promise<string | null> {
  connection ??= connect();
  const mine = connection;
  const held = await mine;
  if (held === undefined) forget(mine);
  return held?.name ?? null;
}

/** Lets go of it and closes the connection. */
export async function endPresence(): Promise<void> {
  const ending = connection;
  connection = undefined;
  await (await ending)?.client.end().catch(() => undefined);
}

/** Only this one: of a connection that breaks pg tells twice, and the next may stand between the two. */
function forget(gone: typeof connection): void {
  if (connection === gone) connection = undefined;
}

function connect(): Promise<Presence | undefined> {
  // Taken anew with the next heartbeat; until then the heartbeats alone tell.
  const connecting: Promise<Presence | undefined> = open(() => forget(connecting));
  return connecting;
}

async function open(onGone: () => void): Promise<Presence | undefined> {
  const client = new pg.Client({
    connectionString: environment().databaseUrl,
    application_name: "kurir presence",
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", onGone);
  const name = crypto.randomUUID();
  try {
    await client.connect();
    await client.query("SELECT pg_advisory_lock(hashtextextended('presence ' || $1, 0))", [name]);
    return { client, name };
  } catch (error) {
    logger().warn({ err: error }, "the presence of this process could not be held");
    await client.end().catch(() => undefined);
    return undefined;
  }
}
