import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { takeFolderLock } from "#lib/platform/folder-lock.ts";
import { OperatorError } from "#lib/platform/operator-error.ts";

const sources = ["app", "lib", "messages", "prisma/schema", "public"];
const single = ["next.config.js", "package-lock.json", "postcss.config.mjs", "tsconfig.json"];
const stampFile = path.join(".next", "kurir-sources");

export type BuildOptions = {
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
  onProgress: (line: string) => void;
};

/**
 * Builds the dashboard when there is no build of the present sources, told by a hash of their content (a checkout
 * that only touches times does not rebuild). One build at a time in a checkout: the second waits and finds it done.
 *
 * @throws OperatorError with what the build said
 */
export async function buildAppWhenStale({ environment, signal, onProgress }: BuildOptions): Promise<void> {
  const hash = await hashSources();
  if ((await builtHash()) === hash) return;
  const lock = await waitForLock(signal, onProgress);
  try {
    if ((await builtHash()) === hash) return;
    onProgress("Building the dashboard. This takes about a minute, and only when the program has changed.");
    // A build that is cut short leaves a mixture behind, which must not count for what the stamp says.
    await rm(stampFile, { force: true });
    const output = await runBuild(environment, signal);
    if (output !== undefined) {
      throw new OperatorError(
        `The dashboard could not be built.\n\n${output.trim().split("\n").slice(-40).join("\n")}`,
      );
    }
    await writeFile(stampFile, hash);
  } finally {
    lock.release();
  }
}

async function waitForLock(signal: AbortSignal, onProgress: (line: string) => void) {
  for (let told = false; ; told = true) {
    const taken = takeBuildLock();
    if (taken.ok) return taken.lock;
    if (!told) onProgress(`Waiting for the build that process ${taken.holder.pid} is running.`);
    await delay(500, undefined, { signal });
  }
}

function takeBuildLock() {
  try {
    return takeFolderLock(".build-lock");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EACCES" && code !== "EROFS") throw error;
    throw new OperatorError(
      `The dashboard has to be built, and this folder cannot be written to: ${process.cwd()} (${code}).\n` +
        "Run as its owner, or make it belong to the user that runs Kurir (chown -R).",
    );
  }
}

/** @returns undefined when it succeeded, else what it said */
function runBuild(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
      env: { ...environment, NODE_ENV: "production", NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-50_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    // The whole group: the build has workers of its own.
    const abort = () => child.pid && process.kill(-child.pid, "SIGTERM");
    signal.addEventListener("abort", abort, { once: true });
    child.once("error", reject);
    child.once("close", (code) => {
      signal.removeEventListener("abort", abort);
      if (signal.aborted) reject(signal.reason);
      else resolve(code === 0 ? undefined : output);
    });
  });
}

async function builtHash(): Promise<string | undefined> {
  const isWhole = await readFile(path.join(".next", "BUILD_ID")).catch(() => undefined);
  return isWhole && (await readFile(stampFile, "utf8").catch(() => undefined));
}

async function hashSources(): Promise<string> {
  const found = await Promise.all(
    sources.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name));
    }),
  );
  const files = [...single, ...found.flat()].filter((file) => !/\.test\.tsx?$/.test(file)).sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const content = await readFile(file).catch(() => undefined);
    if (content) hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}
