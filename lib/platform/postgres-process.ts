import { readlinkSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
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
