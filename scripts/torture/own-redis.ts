import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { OperatorError } from "#lib/platform/operator-error.ts";
import { isRedisInstalled } from "#tests/support/start-redis.ts";
import { findQuietPort } from "./find-quiet-port.ts";

export type OwnRedis = {
  url: string;
  /** It keeps nothing on disk: a restart forgets as much as a flush. */
  stop: (signal: NodeJS.Signals) => Promise<void>;
  start: () => Promise<void>;
  flush: () => Promise<void>;
};

/**
 * A Redis of the torture's own.
 * @throws OperatorError where none is installed
 */
export async function openOwnRedis(): Promise<OwnRedis> {
  if (!isRedisInstalled()) {
    throw new OperatorError(
      "redis-server is not installed. Install it (Debian: apt-get install redis-server), or use --backend postgres.",
    );
  }
  const port = await findQuietPort();
  let server: ChildProcess;

  async function start(): Promise<void> {
    const options = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no"];
    server = spawn("redis-server", options, { stdio: "ignore" });
    while (!(await say(port, "PING")).startsWith("+PONG")) {
      if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}.`);
      await pause(20);
    }
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async stop(signal) {
      const exited = once(server, "exit");
      server.kill(signal);
      await exited;
    },
    async flush() {
      await say(port, "FLUSHALL");
    },
  };
}

/** One inline command; "" while nobody answers. */
function say(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${command}\r\n`));
    socket.once("data", (reply) => {
      socket.destroy();
      resolve(reply.toString());
    });
    socket.once("error", () => resolve(""));
  });
}
