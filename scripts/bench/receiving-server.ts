import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { findFreePort } from "#lib/platform/port-holder.ts";
import { startChild } from "./child.ts";

export type ReceivingServer = { port: number; name: string; stop: () => Promise<void> };

const smtpSink = "/usr/sbin/smtp-sink";
const smtpSource = "/usr/sbin/smtp-source";

/** Postfix's smtp-sink where it is installed, else our own lean server. Both in their own process, both forget every mail. */
export async function startReceivingServer(): Promise<ReceivingServer> {
  if (!existsSync(smtpSink)) return await startLeanServer(0);
  const port = await findFreePort();
  // As root it wants somebody to become.
  const account = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const sink = spawn(smtpSink, [...account, `127.0.0.1:${port}`, "1000"], { stdio: "ignore" });
  const ended = once(sink, "exit");
  await untilListening(port);
  return {
    port,
    name: "smtp-sink",
    async stop() {
      sink.kill("SIGKILL");
      await ended;
    },
  };
}

export async function startLeanServer(delayMilliseconds: number): Promise<ReceivingServer> {
  const child = await startChild("scripts/bench/lean-server.ts", [String(delayMilliseconds)]);
  return { port: Number(child.ready), name: "lean server", stop: () => child.stop("SIGKILL") };
}

/** Messages a second that Postfix's own load generator reaches against the server; undefined where it is not installed. */
export function smtpSourcePerSecond(
  port: number,
  load: { messages: number; connections: number; bytes: number },
): number | undefined {
  if (!existsSync(smtpSource)) return undefined;
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(
    smtpSource,
    ["-d", "-s", String(load.connections), "-m", String(load.messages), "-l", String(load.bytes)].concat([
      "-f",
      "kopi@example.com",
      "-t",
      "person@example.org",
      `127.0.0.1:${port}`,
    ]),
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`smtp-source failed: ${stderr}`);
  return load.messages / ((performance.now() - startedAt) / 1_000);
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await pause(50);
  }
  throw new Error("smtp-sink does not listen");
}
