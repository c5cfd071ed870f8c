import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export type Child = { pid: number; process: ChildProcess; stop: (signal?: NodeJS.Signals) => Promise<void> };

/** Starts a program of ours as a process of its own and waits until it says that it is ready. What it prints as errors is shown. */
export async function startChild(
  script: string,
  args: string[],
  nodeOptions: readonly string[] = [],
): Promise<Child & { ready: unknown }> {
  const process_ = spawn(process.execPath, [...nodeOptions, script, ...args], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(process_, "exit");
  const [ready] = await Promise.race([
    once(process_, "message"),
    ended.then(() => {
      throw new Error(`${script} ended before it was ready`);
    }),
  ]);
  return {
    pid: process_.pid ?? 0,
    process: process_,
    ready,
    async stop(signal = "SIGTERM") {
      process_.kill(signal);
      await ended;
    },
  };
}
