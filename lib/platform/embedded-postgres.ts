import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { OperatorError } from "./operator-error.ts";
import { canListen, findFreePort } from "./port-holder.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { makeCluster, postgresUser, refuseOtherMajor } from "./postgres-cluster.ts";
import { openPostgresFolder, type PostgresFolder } from "./postgres-folder.ts";
import { launchPostgres, readPostmaster, stopPostgres } from "./postgres-process.ts";
import { postgresSettings } from "./postgres-settings.ts";

export type EmbeddedPostgres = {
  /** The address of a database of this server, with its password. Without a name: that of the installation. */
  url: (database?: string) => string;
  port: number;
  pid: number;
  /** A server that a killed parent left running was taken over instead of starting a new one. */
  adopted: boolean;
  /** Ends every session, writes everything down and waits until the server is gone. */
  stop: () => Promise<void>;
  /** Stops the server and deletes its database, wherever that lies. For scratch servers. */
  destroy: () => Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** The installation's folder; the server's own lies below it. */
  dataDirectory: string;
  /** Server settings over our own, such as `fsync: "off"` for tests. */
  settings?: Record<string, string>;
  /** Called with a line in words before something that takes seconds. */
  onProgress?: (line: string) => void;
};

/**
 * Runs the PostgreSQL that comes with the packages, in the data folder, on a free port of 127.0.0.1.
 *
 * The server has its own session: Ctrl-C in the terminal must not stop it before the workers have drained,
 * and it outlives a killed parent, whose successor takes it over.
 *
 * @throws OperatorError when it cannot run here, with the reason and what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDirectory = path.resolve(options.dataDirectory);
  const place = await openPostgresFolder(dataDirectory);
  const binaries = await findPostgresBinaries(place.account);
  await refuseOtherMajor(place, binaries);

  const leftover = await readPostmaster(place.cluster);
  if (leftover) {
    const port = leftover.status === "ready" ? leftover.port : undefined;
    if (port && (await answersAs(place, port, binaries.version))) {
      return await toServer(place, { pid: leftover.pid, port, adopted: true });
    }
    options.onProgress?.("Stopping the database server of an earlier start.");
    await stopPostgres(leftover.pid, place);
  }
  if (!(await readPostmaster(place.cluster)))
    await rm(path.join(place.cluster, "postmaster.pid"), { force: true });
  await makeCluster(place, binaries, options.onProgress);
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await delay(250);
    const port = await choosePort(path.join(place.folder, "port"), attempt > 1);
    const settings = { ...postgresSettings({ port, logFolder: place.logFolder }), ...options.settings };
    const started = await launchPostgres(place, binaries, settings, options.onProgress);
    if (started.ok) return await toServer(place, { pid: started.pid, port, adopted: false });
    if (!mayPass(started.output) || attempt === 8) {
      throw new OperatorError(
        `The embedded PostgreSQL did not start. Its log is in ${place.logFolder}.\n\n${started.output}`,
      );
    }
  }
}

/**
 * Between choosing a port and listening on it somebody else may take it; and the processes of a server that was
 * killed need a moment to notice and let go of its memory.
 */
function mayPass(output: string): boolean {
  return /could not bind|Address already in use|shared memory block .*still in use/.test(output);
}

async function toServer(
  place: PostgresFolder,
  server: { pid: number; port: number; adopted: boolean },
): Promise<EmbeddedPostgres> {
  const url = (database = "kurir") => addressOf(place, server.port, database);
  await ensureDatabase(url("postgres"), "kurir");
  const stop = () => stopPostgres(server.pid, place);
  const destroy = async () => {
    await stop();
    await rm(place.folder, { recursive: true, force: true });
  };
  return { ...server, url, stop, destroy };
}

/**
 * Deletes the database of a data folder, wherever it lies, and stops a server that still runs on it. For folders that are made
 * to be thrown away: deleting them alone would leave behind a database in /var/lib/kurir.
 */
export async function removeEmbeddedPostgres(dataDirectory: string): Promise<void> {
  const place = await openPostgresFolder(path.resolve(dataDirectory));
  const leftover = await readPostmaster(place.cluster);
  if (leftover) await stopPostgres(leftover.pid, place);
  await rm(place.folder, { recursive: true, force: true });
}

function addressOf(place: PostgresFolder, port: number, database: string): string {
  return `postgresql://${postgresUser}:${place.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** Whether the server on this port is ours: our password, our cluster, the version that we would start. */
async function answersAs(place: PostgresFolder, port: number, version: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: addressOf(place, port, "postgres"),
    connectionTimeoutMillis: 5000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      "SELECT current_setting('data_directory') AS folder, current_setting('server_version') AS version",
    );
    return rows[0].folder === place.cluster && rows[0].version === version;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** The port of the last start when it is free, so that an address noted somewhere keeps working. */
async function choosePort(file: string, another: boolean): Promise<number> {
  const last = another ? 0 : Number(await readFile(file, "utf8").catch(() => 0));
  const port = last > 1023 && (await canListen(last, "127.0.0.1")) ? last : await findFreePort();
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${port}\n`);
  return port;
}
