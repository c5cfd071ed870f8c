import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { Redis } from "ioredis";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the tests' own Redis. */
    redisUrl: string;
  }
}

/** Whether the machine has a Redis that the tests may start. */
export function isRedisInstalled(): boolean {
  return spawnSync("redis-server", ["--version"]).status === 0;
}

/** One real Redis for the run, that keeps nothing on disk. */
export default async function startRedis(project: TestProject): Promise<() => Promise<void>> {
  if (!isRedisInstalled()) {
    throw new Error("redis-server is not installed. On Debian: apt-get install redis-server");
  }
  const port = await freePort();
  const options = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no"];
  const server: ChildProcess = spawn("redis-server", options, { stdio: "ignore" });
  const redisUrl = `redis://127.0.0.1:${port}`;
  const client = new Redis(redisUrl, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  // Until it listens, the attempts fail; what fails for good, the tests' own time limit ends.
  client.on("error", () => undefined);
  await client.ping();
  client.disconnect();
  project.provide("redisUrl", redisUrl);
  return async () => {
    const exited = once(server, "exit");
    server.kill("SIGTERM");
    await exited;
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (!address || typeof address === "string") throw new Error("no free port");
  return address.port;
}
