import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import net from "node:net";
import path from "node:path";

/** Whether a server could listen there now. */
export function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, ...(host ? { host } : {}) }, () => server.close(() => resolve(true)));
  });
}

/** A free port of 127.0.0.1. Somebody may take it before it is used. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/**
 * The process that listens on a port, as far as the system tells this user.
 *
 * @returns undefined when it cannot be known (another user's process, not Linux)
 */
export function findPortHolder(port: number): { pid: number; command: string } | undefined {
  const inodes = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => listeningInodes(readText(table), port)),
  );
  if (inodes.size === 0) return undefined;
  for (const pid of listFolder("/proc").filter((name) => /^\d+$/.test(name))) {
    for (const descriptor of listFolder(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(readLink(`/proc/${pid}/fd/${descriptor}`))?.[1];
      if (inode && inodes.has(inode)) return { pid: Number(pid), command: commandOf(pid) };
    }
  }
  return undefined;
}

/**
 * The sockets that listen on a port, from the kernel's table: column 2 is address:port in hexadecimal, column
 * 4 the state (0A = LISTEN), column 10 the inode. Source: proc_net_tcp in the kernel's documentation.
 */
export function listeningInodes(table: string, port: number): string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(wanted) && columns[3] === "0A")
    .flatMap((columns) => columns[9] ?? []);
}

/** The program's name; not `comm`, which is the name of a thread and reads "MainThread" for every Node. */
function commandOf(pid: string): string {
  return path.basename(readText(`/proc/${pid}/cmdline`).split("\0", 1)[0] ?? "") || "another program";
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function readLink(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return "";
  }
}
