import { spawn } from "node:child_process";
import { close, open, readlinkSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { OperatorError } from "./operator-error.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { PostgresFolder } from "./postgres-folder.ts";
import { type PostmasterFile, parsePostmasterFile } from "./postmaster-file.ts";
import { processBirth } from "./process-birth.ts";

/** What the server of this cluster says about itself, if it runs; undefined for a file left by a dead one. */
export async function readPostmaster(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const file = parsePostmasterFile(text);
  return file && servesCluster(file.pid, cluster) ? file : undefined;
}

/**
 * Whether a pid is really the server of this cluster: after a reboot or in a new container the pid in the file
 * may be anybody's, and PostgreSQL would then refuse to start. A server's working directory is its cluster.
 */
function servesCluster(pid: number, cluster: string): boolean {
  if (processBirth(pid) === undefined) return false;
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

type Launched = { ok: true; pid: number } | { ok: false; output: string };

/** Starts the server and waits until it takes connections. @returns what it said where it ended instead */
export async function launchPostgres(
  place: PostgresFolder,
  binaries: PostgresBinaries,
  settings: Record<string, string>,
  onProgress?: (line: string) => void,
): Promise<Launched> {
  // What the server says before its own log is open; a file, because a pipe would break with this process.
  const startLog = path.join(place.folder, "start.log");
  const descriptor = await promisify(open)(startLog, "w", 0o600);
  const child = spawn(
    path.join(binaries.folder, "bin", "postgres"),
    ["-D", place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...place.account,
      cwd: place.cluster,
      env: postgresEnvironment(),
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
      onProgress?.("The database is still recovering from its last stop.");
    await delay(25);
  }
  return { ok: false, output: `${await readFile(startLog, "utf8").catch(() => "")}${gone}`.trim() };
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT, the hard one, only after a minute of it. */
export async function stopPostgres(pid: number, place: PostgresFolder): Promise<void> {
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

/** Nothing of ours: PG* variables of the person's shell would change where the server looks for things. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" };
}
