/** What a running PostgreSQL writes about itself into `postmaster.pid` in its data folder. */
export type PostmasterFile = { pid: number; port: number | undefined; status: string };

/**
 * Reads `postmaster.pid`: line 1 the pid, line 4 the port, line 8 the status (`starting`, `ready`,
 * `stopping`). Lines are written one after another while the server comes up, so later ones may be missing.
 * Source: PostgreSQL, src/include/utils/pidfile.h.
 *
 * @returns undefined when there is no pid in it
 */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  // A stand-alone backend writes its pid as a negative number.
  const pid = Math.abs(Number(lines[0]));
  if (!Number.isInteger(pid) || pid < 2) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined, status: lines[7] ?? "" };
}
