import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { OperatorError } from "./operator-error.ts";

/**
 * A secret that an installation makes for itself and keeps in its data folder, readable by its user only.
 *
 * @param name the file's name in the folder
 * @throws OperatorError when it is there but cannot be read
 */
export async function readOrMakeSecret(dataDirectory: string, name: string): Promise<string> {
  const file = path.join(dataDirectory, name);
  try {
    const kept = (await readFile(file, "utf8")).trim();
    if (kept) return kept;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") {
      throw new OperatorError(
        `${file} cannot be read (${code}). Start as the user that made it, or give it to this one (chown).`,
      );
    }
  }
  const secret = randomBytes(32).toString("base64url");
  await writeFile(`${file}.new`, `${secret}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secret;
}
