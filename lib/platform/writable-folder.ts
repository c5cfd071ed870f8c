import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { OperatorError } from "./operator-error.ts";

/**
 * Makes sure that a folder is there and takes files, by writing one.
 *
 * @throws OperatorError that names the folder, the user and the reason
 */
export async function ensureWritableFolder(folder: string): Promise<void> {
  const probe = path.join(folder, `.probe-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    throw new OperatorError(explain(folder, (error as NodeJS.ErrnoException).code));
  }
}

function explain(folder: string, code: string | undefined): string {
  const user = os.userInfo().username;
  switch (code) {
    case "ENOSPC":
      return `The disk that holds ${folder} is full. Free some space and start again.`;
    case "EROFS":
      return `${folder} lies on a file system that is mounted read-only. Set DATA_DIR to a folder that can be written.`;
    case "ENOTDIR":
    case "EEXIST":
      return `${folder} cannot be a folder: a file of that name is in the way. Move it, or set DATA_DIR to another place.`;
    default:
      return (
        `The folder ${folder} cannot be written by the user ${user} (${code ?? "unknown reason"}).\n` +
        `Make it theirs (chown -R ${user} ${folder}), or set DATA_DIR to a folder that is.`
      );
  }
}
