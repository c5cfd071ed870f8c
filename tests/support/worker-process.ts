import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A real worker process on this test file's database. */
export type WorkerProcess = {
  /** As a power cut would end it: nothing of it runs any more afterwards. */
  killAtOnce(): Promise<void>;
  /** As a machine that stalls: nothing of it runs until it wakes up, and its connections stay open. */
  freeze(): void;
  wakeUp(): void;
  /** As a deployment would end it: SIGTERM, then it finishes what is on the wire. Resolves with its exit status. */
  drain(): Promise<number | null>;
};

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
      stdio: ["ignore", "inherit", "pipe"],
    },
  );
  const exited = once(child, "exit");
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      log.push(line);
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
