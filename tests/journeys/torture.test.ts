import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const recipients = 600;
const kills = 2;
/** Processes are started and recover a dozen times; a minute on two idle cores, several on busy ones. */
const mostMilliseconds = 900_000;

test(
  "a tortured campaign loses nobody and mails nobody twice, with the queue on PostgreSQL",
  async ({ signal }) => {
    await torture("postgres", signal);
  },
  mostMilliseconds,
);

if (spawnSync("redis-server", ["--version"]).status === 0) {
  test(
    "a tortured campaign loses nobody and mails nobody twice, with the queue on Redis",
    async ({ signal }) => {
      await torture("redis", signal);
    },
    mostMilliseconds,
  );
} else {
  process.stderr.write(
    "\n!!! LEFT OUT: the torture with the queue on Redis. Install redis-server (Debian: apt-get install redis-server).\n\n",
  );
}

async function torture(backend: string, signal: AbortSignal): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      ...["scripts/torture.ts", "--recipients", String(recipients), "--kills", String(kills), "--seed", "1"],
      ...["--backend", backend, "--end-leases", "--json"],
    ],
    { stdio: ["ignore", "pipe", "pipe"], signal },
  );
  const [output, log] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect(child.exitCode, `${output}\n${log}`).toBe(0);
  const figures = JSON.parse(output.trim().split("\n").at(-1) ?? "");
  expect(figures).toMatchObject({ recipients, kills, lost: 0, duplicates: 0 });
  const { accepted, bounced, expired, skipped, inDoubt } = figures;
  expect(accepted + bounced + expired + skipped + inDoubt, "everybody has a final state").toBe(recipients);
}
