/** A process of its own that starts the embedded server of a folder, tells its pid and waits to be killed. */
import { startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";

const server = await startEmbeddedPostgres({
  dataDirectory: process.argv[2] ?? "",
  settings: { fsync: "off" },
});
process.send?.({ pid: server.pid, port: server.port });
setInterval(() => {}, 60_000);
