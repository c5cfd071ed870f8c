import { randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { processBirth } from "./process-birth.ts";

/** Who holds a lock, and what the holder says about itself (an address, say). */
export type LockHolder = { pid: number; birth: string; note: string };

export type FolderLock = { setNote: (note: string) => void; release: () => void };

/**
 * Takes a lock that is a file, for as long as this process lives. The lock of a process that is gone is taken
 * over, also when its pid has been given to another one since.
 *
 * @returns the lock, or who has it
 */
export function takeFolderLock(
  file: string,
  note = "",
): { ok: true; lock: FolderLock } | { ok: false; holder: LockHolder } {
  const birth = processBirth(process.pid) ?? "";
  const write = (to: string, text: string) =>
    writeFileSync(to, JSON.stringify({ pid: process.pid, birth, note: text }));
  const mine = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  write(mine, note);
  try {
    for (;;) {
      // Linking a file that is whole already: nobody can read half of it, and only one can succeed.
      if (tryLink(mine, file)) break;
      const holder = readHolder(file);
      if (holder && processBirth(holder.pid) === holder.birth) return { ok: false, holder };
      removeStale(file, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    ok: true,
    lock: {
      setNote(text) {
        write(mine, text);
        renameSync(mine, file);
      },
      release() {
        const holder = readHolder(file);
        if (holder?.pid === process.pid && holder.birth === birth) rmSync(file, { force: true });
      },
    },
  };
}

/** Moves the dead holder's file away; what was moved may be a new lock that came in between, then it goes back. */
function removeStale(file: string, expected: LockHolder | undefined): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && (moved.pid !== expected?.pid || moved.birth !== expected.birth)) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readHolder(file: string): LockHolder | undefined {
  try {
    const { pid, birth, note } = JSON.parse(readFileSync(file, "utf8"));
    return Number.isInteger(pid) ? { pid, birth: String(birth), note: String(note) } : undefined;
  } catch {
    return undefined;
  }
}
