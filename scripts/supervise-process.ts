import { type ChildProcess, spawn } from "node:child_process";
import { logger } from "#lib/platform/logger.ts";

export type SupervisedProcess = {
  /** Resolves when the process has said `ready` by IPC; rejects when it ends before that the first time. */
  ready: Promise<void>;
  /** Asks it to drain and end; after `graceSeconds` it is killed. Resolves when it is gone. */
  stop: (graceSeconds: number) => Promise<void>;
  /** Kills it now. */
  kill: () => void;
};

export type SupervisedProcessOptions = {
  name: string;
  script: string;
  /** Options of Node itself. */
  nodeOptions?: string[];
  environment: NodeJS.ProcessEnv;
};

/** One that has run this long is healthy: the next death is answered by a quick restart again. */
const healthyMilliseconds = 60_000;
const longestPauseMilliseconds = 30_000;

/**
 * Keeps a Node process running: when it dies unasked it is started again, after a pause that doubles with every
 * death in a row. It has its own process group, so that Ctrl-C reaches us alone and we stop things in order.
 */
export function superviseProcess(options: SupervisedProcessOptions): SupervisedProcess {
  let child: ChildProcess | undefined;
  let stopping = false;
  let deathsInARow = 0;
  let pause: NodeJS.Timeout | undefined;
  const ready = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  // Whoever does not wait for it must not be ended by its rejection.
  ready.promise.catch(() => {});

  function start(): void {
    const startedAt = Date.now();
    const current = spawn(
      process.execPath,
      ["--enable-source-maps", ...(options.nodeOptions ?? []), options.script],
      {
        env: options.environment,
        stdio: ["ignore", "inherit", "inherit", "ipc"],
        detached: true,
      },
    );
    child = current;
    current.on("message", (message) => message === "ready" && ready.resolve());
    current.once("exit", (code, signal) => {
      child = undefined;
      if (stopping) return gone.resolve();
      ready.reject(
        new Error(`The ${options.name} process ended before it was ready (${signal ?? `exit ${code}`}).`),
      );
      deathsInARow = Date.now() - startedAt > healthyMilliseconds ? 1 : deathsInARow + 1;
      const milliseconds = Math.min(longestPauseMilliseconds, 250 * 2 ** deathsInARow);
      logger().error(
        { process: options.name, code, signal, restartInMs: milliseconds },
        "a process died and is started again",
      );
      pause = setTimeout(start, milliseconds);
    });
  }

  start();
  return {
    ready: ready.promise,
    async stop(graceSeconds) {
      stopping = true;
      clearTimeout(pause);
      if (!child) return;
      child.kill("SIGTERM");
      const impatience = setTimeout(() => child?.kill("SIGKILL"), graceSeconds * 1000);
      await gone.promise;
      clearTimeout(impatience);
    },
    kill() {
      stopping = true;
      clearTimeout(pause);
      child?.kill("SIGKILL");
    },
  };
}
