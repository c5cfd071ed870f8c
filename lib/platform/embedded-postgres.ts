import { spawn, spawnSync } from "node:child_process";
import { close, open } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { OperatorError } from "./operator-error.ts";
import { canListen, findFreePort } from "./port-holder.ts";
import { findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { openPostgresFolder, type PostgresFolder } from "./postgres-folder.ts";
import { readPostmaster } from "./postgres-process.ts";
import { postgresSettings } from "./postgres-settings.ts";
import { processBirth } from "./process-birth.ts";

const user = "kurir";

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
    await stopServer(leftover.pid, place);
  }
  if (!(await readPostmaster(place.cluster)))
    await rm(path.join(place.cluster, "postmaster.pid"), { force: true });
  await initialise(place, binaries, options.onProgress);
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await delay(250);
    const port = await choosePort(path.join(place.folder, "port"), attempt > 1);
    const started = await launch(place, binaries, port, options);
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
  const stop = () => stopServer(server.pid, place);
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
  if (leftover) await stopServer(leftover.pid, place);
  await rm(place.folder, { recursive: true, force: true });
}

function addressOf(place: PostgresFolder, port: number, database: string): string {
  return `postgresql://${user}:${place.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

/** The cluster is made beside and renamed: an initdb that was cut short is not taken for a database. */
async function initialise(
  place: PostgresFolder,
  binaries: PostgresBinaries,
  onProgress?: (line: string) => void,
) {
  if (await readIfThere(path.join(place.cluster, "PG_VERSION"))) return;
  onProgress?.("Creating the database.");
  const half = `${place.cluster}.new`;
  const passwordFile = path.join(place.folder, "initdb-password");
  await rm(half, { recursive: true, force: true });
  await writeFile(passwordFile, `${place.password}\n`, { mode: 0o600 });
  try {
    const { uid, gid } = place.account;
    if (uid !== undefined && gid !== undefined) await chown(passwordFile, uid, gid);
    const run = spawnSync(
      path.join(binaries.folder, "bin", "initdb"),
      [
        `--pgdata=${half}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // PostgreSQL's own locale: the same order and upper/lower case on every system, none to install.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
      ],
      { ...place.account, cwd: place.folder, env: serverEnvironment(), encoding: "utf8" },
    );
    if (run.status !== 0) {
      throw new OperatorError(
        `The database could not be created in ${place.cluster}.\n\n${run.stderr || run.error?.message}`,
      );
    }
    await rename(half, place.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

type Launched = { ok: true; pid: number } | { ok: false; output: string };

async function launch(
  place: PostgresFolder,
  binaries: PostgresBinaries,
  port: number,
  options: EmbeddedPostgresOptions,
): Promise<Launched> {
  const settings = { ...postgresSettings({ port, logFolder: place.logFolder }), ...options.settings };
  // What the server says before its own log is open; a file, because a pipe would break with this process.
  const startLog = path.join(place.folder, "start.log");
  const descriptor = await promisify(open)(startLog, "w", 0o600);
  const child = spawn(
    path.join(binaries.folder, "bin", "postgres"),
    ["-D", place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...place.account,
      cwd: place.cluster,
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", descriptor, descriptor],
    },
  );
  let gone: string | undefined;
  child.once("error", (error) => {
    gone = error.message;
  });
  child.once("exit", (code, signal) => {
    gone = `exit ${code ?? signal}`;
  });
  await promisify(close)(descriptor);
  child.unref();

  for (let waited = 0; gone === undefined; waited += 25) {
    const file = await readPostmaster(place.cluster);
    if (file && file.pid === child.pid && file.status === "ready") return { ok: true, pid: child.pid };
    // Replaying the log after a crash takes as long as it takes; the person should know that it goes on.
    if (waited > 0 && waited % 10_000 === 0)
      options.onProgress?.("The database is still recovering from its last stop.");
    await delay(25);
  }
  return { ok: false, output: `${(await readIfThere(startLog)) ?? ""}${gone}`.trim() };
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT, the hard one, only after a minute of it. */
async function stopServer(pid: number, place: PostgresFolder): Promise<void> {
  const birth = processBirth(pid);
  for (const [signal, seconds] of [
    ["SIGINT", 60],
    ["SIGQUIT", 15],
  ] as const) {
    for (let waited = 0; waited < seconds * 1000; waited += 25) {
      if (birth === undefined || processBirth(pid) !== birth) return;
      if (waited === 0) process.kill(pid, signal);
      await delay(25);
    }
  }
  throw new OperatorError(
    `The database server (process ${pid}) does not stop. Its log is in ${place.logFolder}.`,
  );
}

async function refuseOtherMajor(place: PostgresFolder, binaries: PostgresBinaries): Promise<void> {
  const made = (await readIfThere(path.join(place.cluster, "PG_VERSION")))?.trim();
  const ours = binaries.version.split(".")[0];
  if (!made || made === ours) return;
  throw new OperatorError(
    `The database in ${place.cluster} was made by PostgreSQL ${made}; this Kurir brings PostgreSQL ${ours}.\n` +
      "Start the Kurir that made it, dump the database, and load the dump into a new data folder.",
  );
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
  const last = another ? 0 : Number((await readIfThere(file)) ?? 0);
  const port = last > 1023 && (await canListen(last, "127.0.0.1")) ? last : await findFreePort();
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${port}\n`);
  return port;
}

/** Nothing of ours: PG* variables of the person's shell would change where the server looks for things. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" };
}

async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, "utf8").catch(() => undefined);
}
