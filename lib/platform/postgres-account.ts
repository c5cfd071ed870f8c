import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { OperatorError } from "./operator-error.ts";

/** The user that the database server runs as, for `spawn`. Empty: the user of this process. */
export type PostgresAccount = { uid?: number; gid?: number };

/**
 * PostgreSQL refuses to run as root, so root runs it as somebody else: the owner of the cluster when there is
 * one already, else the system user `postgres`, which is made when the machine has none.
 *
 * @param cluster the data folder of the server, which need not exist yet
 */
export async function findPostgresAccount(cluster: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(cluster).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUpPostgres()) ?? (await createPostgres());
}

async function lookUpPostgres(): Promise<Required<PostgresAccount> | undefined> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const fields = lines.find(([name]) => name === "postgres");
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function createPostgres(): Promise<Required<PostgresAccount>> {
  try {
    execFileSync(
      "useradd",
      [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/usr/sbin/nologin",
        "postgres",
      ],
      { stdio: "pipe" },
    );
    const made = await lookUpPostgres();
    if (made) return made;
  } catch {
    // Told below: whatever the reason, the way out is the same.
  }
  throw new OperatorError(
    "PostgreSQL does not run as root, and the system user `postgres` could not be made for it.\n" +
      "Make one (useradd --system postgres), run Kurir as an ordinary user, or set DATABASE_URL to a server of your own.",
  );
}
