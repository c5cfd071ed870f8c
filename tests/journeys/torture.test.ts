import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const recipients = 600;
const kills = 2;
/** Processes are started and recover a dozen times: a minute on two idle cores, several on busy ones. */
const mostMilliseconds = 900_000;

test(
  "a tortured campaign loses nobody and mails nobody twice",
  async ({ signal }) => {
    // It starts a Redis of its own: it stops and empties it.
    const backend = process.env.REDIS_URL ? "redis" : "postgres";
    const options = ["--recipients", recipients, "--kills", kills, "--seed", 1, "--backend", backend];
    const child = spawn(
      process.execPath,
      ["scripts/torture.ts", ...options.map(String), "--end-leases", "--json"],
      { stdio: ["ignore", "pipe", "pipe"], signal },
    );
    const [output, log] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    expect(child.exitCode, `${output}\n${log}`).toBe(0);
    const figures = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    expect(figures).toMatchObject({ recipients, kills, lost: 0, duplicates: 0 });
    const { accepted, bounced, expired, skipped, inDoubt } = figures;
    expect(accepted + bounced + expired + skipped + inDoubt, "everybody has a final state").toBe(recipients);
  },
  mostMilliseconds,
);
