import { createHash } from "node:crypto";
import { chown, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { readOrMakeSecret } from "./kept-secret.ts";
import { OperatorError } from "./operator-error.ts";
import { findPostgresAccount, type PostgresAccount } from "./postgres-account.ts";
import { canEnter, sharedStateFolder } from "./postgres-binaries.ts";
import { ensureWritableFolder } from "./writable-folder.ts";

/** Where one embedded server keeps its things, and as whom it runs. */
export type PostgresFolder = {
  account: PostgresAccount;
  /** Holds `cluster`, `log` and a remembered port; belongs to `account`. */
  folder: string;
  cluster: string;
  logFolder: string;
  password: string;
};

/**
 * Settles where the database of a data folder lies: `DATA_DIR/postgres`, or, when the user that the server
 * must run as cannot get there, `/var/lib/kurir/<hash of DATA_DIR>`. Once settled it is written down, so that
 * a folder that becomes reachable later does not hide the data.
 */
export async function openPostgresFolder(dataDirectory: string): Promise<PostgresFolder> {
  await ensureWritableFolder(dataDirectory);
  const noted = await readIfThere(path.join(dataDirectory, "postgres-folder"));
  const folder = noted?.trim() || path.join(dataDirectory, "postgres");
  const account = await findPostgresAccount(path.join(folder, "cluster"));
  const settled = await settle(folder, account, noted !== undefined, dataDirectory);
  if (settled !== folder) await writeFile(path.join(dataDirectory, "postgres-folder"), `${settled}\n`);
  return {
    account,
    folder: settled,
    cluster: path.join(settled, "cluster"),
    logFolder: path.join(settled, "log"),
    password: await readOrMakeSecret(dataDirectory, "postgres-password"),
  };
}

async function settle(folder: string, account: PostgresAccount, isNoted: boolean, dataDirectory: string) {
  await makeOwned(folder, account);
  if (account.uid === undefined || canEnter(folder, account)) return folder;
  const hasCluster = (await readIfThere(path.join(folder, "cluster", "PG_VERSION"))) !== undefined;
  if (isNoted || hasCluster) {
    throw new OperatorError(
      `The database lies in ${folder}, but the user it must run as (uid ${account.uid}) cannot get there.\n` +
        "Let that user pass through the folders above it (chmod o+x), or start Kurir as the user that made it.",
    );
  }
  const hash = createHash("sha256").update(path.resolve(dataDirectory)).digest("hex").slice(0, 16);
  const shared = path.join(sharedStateFolder, hash);
  await makeOwned(shared, account);
  return shared;
}

async function makeOwned(folder: string, account: PostgresAccount): Promise<void> {
  if (account.uid === undefined || account.gid === undefined) return await ensureWritableFolder(folder);
  await mkdir(path.join(folder, "log"), { recursive: true });
  await chown(folder, account.uid, account.gid);
  await chown(path.join(folder, "log"), account.uid, account.gid);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new OperatorError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}). It belongs to another user.`,
    );
  }
}
