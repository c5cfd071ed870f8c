import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks of /proc a second: 100 on every Linux that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** Processor time that a process has used so far, in milliseconds; undefined where there is no /proc. */
export function cpuMilliseconds(pid: number): number | undefined {
  const stat = readStat(pid);
  return stat && stat.ownTicks * (1_000 / ticksPerSecond);
}

/** The same of a process and its children, those that ended included: a PostgreSQL with its sessions. */
export function cpuMillisecondsWithChildren(pid: number): number | undefined {
  const parent = readStat(pid);
  if (!parent) return undefined;
  let ticks = parent.ownTicks + parent.endedChildrenTicks;
  for (const name of readdirSync("/proc")) {
    const child = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (child?.parentPid === pid) ticks += child.ownTicks;
  }
  return ticks * (1_000 / ticksPerSecond);
}

/** Fields of proc_pid_stat(5), counted after the name in brackets, which may hold spaces. */
function readStat(pid: number) {
  const line = readProcFile(pid, "stat");
  const fields = line
    ?.slice(line.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
  if (!fields) return undefined;
  const [, parentPid = 0] = fields;
  const [own, ownSystem, ended, endedSystem] = fields.slice(11, 15);
  return {
    parentPid,
    ownTicks: (own ?? 0) + (ownSystem ?? 0),
    endedChildrenTicks: (ended ?? 0) + (endedSystem ?? 0),
  };
}

/** The most memory a process has had resident, in megabytes; undefined where there is no /proc. */
export function peakMegabytes(pid: number): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readProcFile(pid, "status") ?? "")?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
}

function readProcFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return undefined;
  }
}
