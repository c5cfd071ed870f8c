import { randomUUID } from "node:crypto";
import { type FileHandle, open, rename } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { InstallationMarker } from "./sending-hold.ts";

const schema = z.object({
  epoch: z.uuid(),
  beat: z.string().regex(/^\d+$/),
  /** The file's own place on its disk. */
  inode: z.string(),
  born: z.string(),
});

/**
 * What was written down in the data folder at the last beat; null if nothing was. No tool that copies or restores files gives
 * a file the inode and the birth time it had: so the file knows whether it is the one that was written.
 */
export async function readInstallationMarker(dataDirectory: string): Promise<InstallationMarker | null> {
  let handle: FileHandle | undefined;
  try {
    // By one handle: another worker of this machine may put a newer one in its place at this moment.
    handle = await open(markerFile(dataDirectory), "r");
    const { ino, birthtimeNs } = await handle.stat({ bigint: true });
    const read = schema.parse(JSON.parse(await handle.readFile("utf8")));
    const isOriginal = read.inode === String(ino) && read.born === String(birthtimeNs);
    return { epoch: read.epoch, beat: BigInt(read.beat), isOriginal };
  } catch (error) {
    // Cut off by a power failure it is no marker; what keeps us from reading it is for a person to mend.
    const isUnreadable = error instanceof SyntaxError || error instanceof z.ZodError;
    if (isUnreadable || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  } finally {
    await handle?.close();
  }
}

/** Replaces the marker at once or not at all. */
export async function writeInstallationMarker(
  dataDirectory: string,
  { epoch, beat }: { epoch: string; beat: bigint },
): Promise<void> {
  const file = markerFile(dataDirectory);
  // Not by the process id: two containers that share the folder may have the same.
  const temporary = `${file}.${randomUUID()}`;
  const handle = await open(temporary, "w", 0o600);
  try {
    const { ino, birthtimeNs } = await handle.stat({ bigint: true });
    await handle.writeFile(
      `${JSON.stringify({ epoch, beat: String(beat), inode: String(ino), born: String(birthtimeNs) })}\n`,
    );
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

function markerFile(dataDirectory: string): string {
  return path.join(dataDirectory, "installation.json");
}
