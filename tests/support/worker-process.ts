import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { hearLogLine } from "./refuse-noise.ts";

/** A real worker process on this test file's database. An error in its log fails the test, as one of this process does. */
export type WorkerProcess = {
  /** As a power cut would end it: nothing of it runs any more afterwards. */
  killAtOnce(): Promise<void>;
  /** As a machine that stalls: nothing of it runs until it wakes up, and its connections stay open. */
  freeze(): void;
  wakeUp(): void;
  /** As a deployment would end it: SIGTERM, then it finishes what is on the wire. Resolves with its exit status. */
  drain(): Promise<number | null>;
};

const started = new Set<ChildProcess>();
// What a failed test has left behind would keep this file from ending.
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
});

/**
 * @param jobs which jobs it takes
 * @param onLine hears each line of its log
 */
export async function startWorker(
  jobs: string[],
  onLine: (line: string) => void = () => undefined,
): Promise<WorkerProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    ["workers/main.ts", ...jobs.map((job) => `--only=${job}`)],
    {
      env: { ...process.env, LOG_LEVEL: "info" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  started.add(child);
  const exited = once(child, "exit");
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", hearLogLine);
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      log.push(line);
      hearLogLine(line);
      onLine(line);
      if (line.includes("worker started")) resolve();
    });
    void exited.then(() => reject(new Error(`the worker ended:\n${log.join("\n")}`)));
  });
  async function end(signal: NodeJS.Signals): Promise<number | null> {
    child.kill(signal);
    await exited;
    return child.exitCode;
  }
  return {
    async killAtOnce() {
      await end("SIGKILL");
    },
    freeze: () => void child.kill("SIGSTOP"),
    wakeUp: () => void child.kill("SIGCONT"),
    drain: () => end("SIGTERM"),
  };
}
