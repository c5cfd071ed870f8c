import { spawnSync } from "node:child_process";
import { chown, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { OperatorError } from "./operator-error.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import type { PostgresFolder } from "./postgres-folder.ts";
import { postgresEnvironment } from "./postgres-process.ts";

/** Who owns everything in an embedded server, and whom Kurir comes as. */
export const postgresUser = "kurir";

/**
 * Makes the cluster where there is none. It is made beside and renamed: an initdb that was cut short is not taken for a database.
 *
 * @throws OperatorError with what initdb says
 */
export async function makeCluster(
  place: PostgresFolder,
  binaries: PostgresBinaries,
  onProgress?: (line: string) => void,
): Promise<void> {
  if (await majorOf(place)) return;
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
        `--username=${postgresUser}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // PostgreSQL's own locale: the same order and upper/lower case on every system, none to install.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
      ],
      { ...place.account, cwd: place.folder, env: postgresEnvironment(), encoding: "utf8" },
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

/** @throws OperatorError where the cluster was made by a major version that these programs cannot read */
export async function refuseOtherMajor(place: PostgresFolder, binaries: PostgresBinaries): Promise<void> {
  const made = await majorOf(place);
  const ours = binaries.version.split(".")[0];
  if (!made || made === ours) return;
  throw new OperatorError(
    `The database in ${place.cluster} was made by PostgreSQL ${made}; this Kurir brings PostgreSQL ${ours}.\n` +
      "Start the Kurir that made it, dump the database, and load the dump into a new data folder.",
  );
}

/** The major version that made the cluster; nothing where there is none. */
async function majorOf(place: PostgresFolder): Promise<string> {
  return (await readFile(path.join(place.cluster, "PG_VERSION"), "utf8").catch(() => "")).trim();
}
