import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readSettings, variableNames } from "#lib/platform/environment.ts";
import packageJson from "../package.json" with { type: "json" };
import { parts, webGraceSeconds, workerGraceSeconds } from "./installation.ts";

const folder = new URL("../deploy/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
const units = readdirSync(folder).filter((name) => name.endsWith(".service"));

const workerGrace = workerGraceSeconds(readSettings());

/** What a process may need to stop: its own drain, and the database's where it runs it. */
function graceOf(command: string): number {
  if (command.includes("--only=web")) return webGraceSeconds;
  return command.includes("--only=worker") ? workerGrace : webGraceSeconds + workerGrace;
}

test("a worker is given the time that a server has for its answer to the final dot (RFC 5321 section 4.5.3.2.6)", () => {
  expect(workerGraceSeconds({ smtpDotTimeoutSeconds: 600 })).toBeGreaterThan(600);
});

function expectKnownCommand(command: string): void {
  // What npm's shell would replace itself by, without npm.
  expect(command).toContain(packageJson.scripts.start.replace("exec ", ""));
  const part = /--only=(\w+)/.exec(command)?.[1];
  if (part) expect(parts).toContain(part);
}

function readUnit(name: string): Map<string, Map<string, string[]>> {
  const sections = new Map<string, Map<string, string[]>>();
  let section = new Map<string, string[]>();
  for (const line of read(name).split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const header = /^\[(\w+)\]$/.exec(line)?.[1];
    if (header) {
      section = new Map();
      sections.set(header, section);
      continue;
    }
    const [, key, value] = /^([A-Z]\w+)=(.+)$/.exec(line) ?? [];
    if (!key || !value) throw new Error(`${name}: not a line of a unit: ${line}`);
    section.set(key, [...(section.get(key) ?? []), value]);
  }
  return sections;
}

test("every unit starts what package.json starts, as a user of its own, and is given the time that its drain takes", () => {
  expect(units).toHaveLength(3);
  for (const name of units) {
    const unit = readUnit(name);
    expect([...unit.keys()], name).toEqual(["Unit", "Service", "Install"]);
    const service = unit.get("Service");
    const [command = ""] = service?.get("ExecStart") ?? [];
    expectKnownCommand(command.replace("/usr/bin/", ""));
    expect(Number(service?.get("TimeoutStopSec")?.[0]), name).toBeGreaterThan(graceOf(command));
    expect(service?.get("User"), name).toEqual(["kurir"]);
    expect(service?.get("KillMode"), name).toEqual(["mixed"]);
    for (const line of service?.get("Environment") ?? []) {
      expect(variableNames, name).toContain(line.split("=")[0]);
    }
  }
});

type Service = {
  image: string;
  command?: string[];
  environment?: Record<string, string>;
  stop_grace_period?: string;
  depends_on?: Record<string, { condition: string }>;
  volumes?: string[];
  healthcheck?: { test: string[] };
};

test("the compose file is YAML, names what exists, and gives everybody the time to stop", () => {
  const file = parse(read("compose.yaml"), { merge: true, strict: true }) as {
    services: Record<string, Service>;
    volumes: Record<string, null>;
  };
  expect(Object.keys(file.services)).toEqual(["setup", "web", "worker", "postgres", "redis"]);
  // The locks of the set-up know each other by process id, which containers do not share: one installs for all.
  expect(file.services.setup?.command?.join(" ")).toBe("node scripts/run.mjs scripts/build.ts");
  expect(file.services.setup?.depends_on).toEqual({});
  for (const name of ["web", "worker"]) {
    const service = file.services[name];
    const command = service?.command?.join(" ") ?? "";
    expectKnownCommand(command);
    expect(Number(service?.stop_grace_period?.replace("s", ""))).toBeGreaterThan(graceOf(command));
    expect(Object.keys(service?.environment ?? {})).toEqual(
      expect.arrayContaining(["DATABASE_URL", "REDIS_URL", "APP_SECRET", "APP_URL", "DATA_DIR"]),
    );
    for (const variable of Object.keys(service?.environment ?? {})) expect(variableNames).toContain(variable);
    expect(service?.depends_on?.setup).toEqual({ condition: "service_completed_successfully" });
    for (const [needed, { condition }] of Object.entries(service?.depends_on ?? {})) {
      if (needed === "setup") continue;
      expect(condition).toBe("service_healthy");
      expect(file.services[needed]?.healthcheck, needed).toBeDefined();
    }
  }
  const named = Object.values(file.services)
    .flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(":")[0] ?? ""))
    .filter((volume) => !volume.startsWith("."));
  expect([...new Set(named)].sort()).toEqual(Object.keys(file.volumes).sort());
});
