// npm run torture -- --recipients N --kills K --seed S [--backend postgres|redis] --json: sends a campaign through real workers
// while workers, database, queue and receiving server are ill-treated as the seed says, then counts. The last line is one JSON
// object. Exit status 0 only if nobody was lost, nobody got it twice, the books balance and few enough are in doubt.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { closeQueues } from "#lib/jobs/enqueue.ts";
import { closeDatabase } from "#lib/platform/database.ts";
import { OperatorError } from "#lib/platform/operator-error.ts";
import { readArguments } from "./read-arguments.ts";
import { makeCampaignUnderTorture } from "./torture/campaign-under-torture.ts";
import { openOwnPostgres } from "./torture/own-postgres.ts";
import { openOwnRedis } from "./torture/own-redis.ts";
import { type Backend, planTorture } from "./torture/plan-torture.ts";
import { startReceiver } from "./torture/receiver-process.ts";
import { runTorture, type TortureOutcome, type TortureScene } from "./torture/run-torture.ts";
import { openWorkerCrew } from "./torture/worker-crew.ts";

const { values: options } = readArguments({
  options: {
    recipients: { type: "string", default: "2000" },
    kills: { type: "string", default: "5" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    backend: { type: "string", default: "postgres" },
    "end-leases": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const recipients = wholeNumber("recipients", 10, 1_000_000);
const kills = wholeNumber("kills", 0, 1_000);
const seed = wholeNumber("seed", 0, 2 ** 32 - 1);
if (options.backend !== "postgres" && options.backend !== "redis")
  refuse("--backend takes postgres or redis.");
const backend = options.backend as Backend;

const connections = 10;
const dotTimeoutSeconds = 5;
const startedAt = performance.now();
/** What undoes the set-up, newest first. */
const undo: (() => Promise<void> | void)[] = [];
let stopped: (reason: Error) => void = () => undefined;
const interrupted = new Promise<never>((_, reject) => {
  stopped = reject;
});
interrupted.catch(() => undefined);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => stopped(new OperatorError("Stopped.")));
}

try {
  // What is half set up could not be undone.
  const scene = await setUp();
  report(
    await Promise.race([runTorture(scene, planTorture({ recipients, kills, seed, backend })), interrupted]),
  );
} catch (error) {
  console.error(error instanceof OperatorError ? error.message : error);
  process.exitCode = 1;
} finally {
  for (const step of undo.reverse()) await withinSeconds(20, step);
  // After an interruption the torture itself is still at it.
  process.exit();
}

/** A step that hangs must not keep the next one, which may stop a server, from being taken. */
async function withinSeconds(seconds: number, step: () => Promise<void> | void): Promise<void> {
  try {
    await Promise.race([step(), pause(seconds * 1_000, undefined, { ref: false })]);
  } catch (error) {
    console.error(error);
  }
}

async function setUp(): Promise<TortureScene> {
  say(`seed ${seed}: ${recipients} recipients, ${kills} kills, queue on ${backend}`);
  const dataDirectory = mkdtempSync(join(tmpdir(), "kurir-torture-"));
  undo.push(() => rmSync(dataDirectory, { recursive: true, force: true }));
  const redis = backend === "redis" ? await openOwnRedis() : undefined;
  if (redis) undo.push(() => redis.stop("SIGKILL"));
  const postgres = await openOwnPostgres(dataDirectory);
  undo.push(() => postgres.remove());
  const receiver = await startReceiver({ seed, dotTimeoutSeconds });
  undo.push(() => receiver.stop());
  Object.assign(process.env, {
    // A .env of the checkout is somebody's installation.
    NODE_ENV: "test",
    DATABASE_URL: postgres.url,
    REDIS_URL: redis?.url ?? "",
    DATA_DIR: dataDirectory,
    APP_URL: "http://kurir.test",
    APP_SECRET: "a secret for the torture, 32 characters or more",
    LOG_LEVEL: "error",
    RELAY_PRIVATE_PORTS: "any",
    SMTP_DOT_TIMEOUT_SECONDS: String(dotTimeoutSeconds),
  });
  undo.push(closeDatabase, closeQueues);
  const crew = openWorkerCrew(say);
  undo.push(() => crew.killAll());
  const campaign = await makeCampaignUnderTorture({ port: receiver.port, recipients, connections });
  return {
    postgres,
    redis,
    receiver,
    crew,
    campaign,
    connections,
    recipients,
    mostWorkers: 3,
    endLeases: options["end-leases"],
    say,
  };
}

function report(outcome: TortureOutcome): void {
  for (const line of outcome.broken) say(`BROKEN: ${line}`);
  const { inDoubtFromKills } = outcome;
  say(
    `in doubt: ${outcome.inDoubt} of at most ${outcome.kills * connections}, ${inDoubtFromKills} from the kills`,
  );
  if (outcome.lost > 0 || outcome.duplicates > 0 || outcome.broken.length > 0) process.exitCode = 1;
  const { accepted, bounced, expired, skipped, inDoubt, lost, duplicates, inDoubtReallyReceived } = outcome;
  const figures = {
    recipients,
    kills: outcome.kills,
    accepted,
    bounced,
    expired,
    skipped,
    inDoubt,
    lost,
    duplicates,
    inDoubtReallyReceived,
    maxOpenConnections: outcome.maxOpenConnections,
    seconds: outcome.seconds,
  };
  if (options.json) console.log(JSON.stringify(figures));
  else console.table(figures);
}

function say(line: string): void {
  console.error(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

function wholeNumber(name: "recipients" | "kills" | "seed", least: number, most: number): number {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < least || value > most) {
    refuse(`--${name} takes a whole number from ${least} to ${most}.`);
  }
  return value;
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
