import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { applyMigrations } from "#lib/platform/apply-migrations.ts";
import { removeEmbeddedPostgres, startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { openPostgresFolder } from "#lib/platform/postgres-folder.ts";
import { processBirth } from "#lib/platform/process-birth.ts";
import { findQuietPort } from "./find-quiet-port.ts";

export type OwnPostgres = {
  url: string;
  /** `fast` ends every session in order, `immediate` as a power cut does: the next start recovers from the log. */
  stop: (how: "fast" | "immediate") => Promise<void>;
  start: () => Promise<void>;
  remove: () => Promise<void>;
};

/** Without fsync: processes are killed here and not the machine, and what a process has written is still there. */
const settings = { fsync: "off", full_page_writes: "off" };

/** An embedded PostgreSQL in a folder to throw away, migrated, that comes back at the same address. */
export async function openOwnPostgres(dataDirectory: string): Promise<OwnPostgres> {
  const { folder } = await openPostgresFolder(dataDirectory);
  await writeFile(path.join(folder, "port"), `${await findQuietPort()}\n`);
  let server = await startEmbeddedPostgres({ dataDirectory, settings });
  const url = server.url();
  await applyMigrations(url);
  return {
    url,
    async stop(how) {
      if (how === "fast") return server.stop();
      const birth = processBirth(server.pid);
      process.kill(server.pid, "SIGQUIT");
      while (processBirth(server.pid) === birth) await pause(10);
    },
    async start() {
      server = await startEmbeddedPostgres({ dataDirectory, settings });
      if (server.url() !== url) throw new Error("Somebody else took the port of the torture's PostgreSQL.");
    },
    remove: () => removeEmbeddedPostgres(dataDirectory),
  };
}
