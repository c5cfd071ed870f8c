import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { hearLogLine } from "./refuse-noise.ts";

/** An npm script as a person runs it in a terminal. */
export type NpmProcess = {
  /** All it has printed so far. */
  output: () => string;
  /** Resolves when a line of the output matches, with the match. @throws with the output when it ends before */
  says: (pattern: RegExp) => Promise<RegExpMatchArray>;
  /** Ctrl-C: the signal goes to the whole foreground group, npm included. */
  interrupt: () => void;
  /** SIGTERM to npm alone, as whoever supervises it sends it. */
  terminate: () => void;
  /** Resolves with the exit status. */
  ended: Promise<number | null>;
};

/** Runs `npm SCRIPT`, with none of this test's own settings in its environment. An error in the log of its processes fails the test. */
export function runNpm(script: string[], environment: Record<string, string> = {}): NpmProcess {
  const { PATH, HOME, LANG } = process.env;
  const child = spawn("npm", script, {
    env: { PATH, HOME, LANG, ...environment } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let printed = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      printed += chunk;
      for (const listener of listeners) listener();
    });
    // Among what it tells a person: the log of its processes.
    createInterface({ input: stream }).on("line", (line) => {
      if (line.startsWith('{"level"')) hearLogLine(line);
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  return {
    output: () => printed,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = printed.match(pattern);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        void ended.then(() =>
          reject(new Error(`npm ${script.join(" ")} ended without ${pattern}:\n${printed}`)),
        );
        look();
      }),
    interrupt: () => {
      if (child.pid) process.kill(-child.pid, "SIGINT");
    },
    terminate: () => child.kill("SIGTERM"),
    ended,
  };
}
