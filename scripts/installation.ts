import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { applyMigrations } from "#lib/platform/apply-migrations.ts";
import { closeDatabase } from "#lib/platform/database.ts";
import { startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { describeProblems, parseEnvironment, type Settings } from "#lib/platform/environment.ts";
import { takeFolderLock } from "#lib/platform/folder-lock.ts";
import { readOrMakeSecret } from "#lib/platform/kept-secret.ts";
import { OperatorError } from "#lib/platform/operator-error.ts";
import { canListen, findPortHolder } from "#lib/platform/port-holder.ts";
import { ensureWritableFolder } from "#lib/platform/writable-folder.ts";
import { buildAppWhenStale } from "./build-app.ts";
import { type SupervisedProcess, superviseProcess } from "./supervise-process.ts";

/** What an installation consists of beside its database. */
export const parts = ["web", "worker"] as const;
type Part = (typeof parts)[number];

export type InstallationOptions = {
  /** Variables over those of this process; an empty text unsets one (`DATABASE_URL: ""` for an own database). */
  environment?: Record<string, string>;
  dataDirectory?: string;
  port?: number;
  /** A part of it, one of several on shared services: then database and secret must be given, and nothing is locked. */
  only?: Part | undefined;
  /** Next's development server instead of a build. */
  dev?: boolean;
  /** Called with a line in words before what takes seconds. */
  onProgress?: (line: string) => void;
  /** Gives up the start and undoes what was done of it. */
  signal?: AbortSignal;
};

export type Installation = {
  /** Where people reach it. */
  url: string;
  settings: Settings;
  /** What its processes have in their environment, and this process from now on: database, secret and all. */
  environment: NodeJS.ProcessEnv;
  /** The workers drain, the web stops accepting, the database stops. Calling it again does not start over. */
  stop: () => Promise<void>;
  /** Kills web and workers at once, so that `stop` has only the database left to wait for. */
  hurry: () => void;
};

/**
 * Composing mails makes garbage all the time. With 8 MB for what is young, it dies there: of 2, 4, 8 and 16 MB that took the
 * least memory (245 MB at the peak of a campaign, 270 to 300 the others) and the least processor time. What grows old all the
 * same is collected at half as much again as lives (some 60 MB): left to itself, V8 let it come to three times as much, 352 MB
 * in all after 50,000 messages instead of 250, with as many messages a second.
 */
export const workerNodeOptions = ["--max-semi-space-size=8", "--heap-growing-percent=50"] as const;

/** A worker that waits for its queue (an unreachable Redis) must not keep the dashboard from being announced. */
const workerStartSeconds = 20;
export const webGraceSeconds = 15;
/** Beside the answers to final dots: what is given back before and recorded after them, and the goodbyes. */
const workerGoodbyeSeconds = 30;

/**
 * As long as a server may take to answer the final dot (10 minutes, RFC 5321 4.5.3.2.6): a worker that is killed before leaves
 * that message in doubt for good. Nearly always it is gone within a second, and a person in a hurry presses Ctrl-C again.
 */
export function workerGraceSeconds({ smtpDotTimeoutSeconds }: Pick<Settings, "smtpDotTimeoutSeconds">) {
  return smtpDotTimeoutSeconds + workerGoodbyeSeconds;
}

/**
 * Brings a whole installation up: data folder, database, migrations, build, web and workers.
 *
 * @throws OperatorError when something stands in the way that a person can remove; nothing stays running then
 */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const onProgress = options.onProgress ?? (() => {});
  const signal = options.signal ?? new AbortController().signal;
  const given: NodeJS.ProcessEnv = {
    ...process.env,
    ...options.environment,
    NODE_ENV: options.dev ? "development" : "production",
    ...(options.dataDirectory === undefined ? {} : { DATA_DIR: options.dataDirectory }),
    ...(options.port === undefined ? {} : { PORT: String(options.port) }),
  };
  const settings = parseOrRefuse(given);
  /** What undoes the start, newest first. */
  const undo: (() => Promise<void> | void)[] = [];
  const stopAll = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  let hurrying = false;
  /** In the order in which they stop: the web serves for as long as a worker waits for a server's answer. */
  const running: Partial<Record<"worker" | "web", SupervisedProcess>> = {};

  try {
    const url = settings.appUrl;
    await ensureWritableFolder(settings.dataDirectory);
    if (options.only) refuseWithoutShared(settings, options.only);
    else undo.push(lockDataFolder(settings.dataDirectory, url));
    if (options.only !== "worker") await refuseTakenPort(settings);
    const appSecret = settings.appSecret ?? (await readOrMakeSecret(settings.dataDirectory, "secret"));
    signal.throwIfAborted();

    let { databaseUrl } = settings;
    if (!databaseUrl) {
      const server = await startEmbeddedPostgres({ dataDirectory: settings.dataDirectory, onProgress });
      undo.push(() => server.stop());
      databaseUrl = server.url();
    }
    signal.throwIfAborted();
    const applied = await applyMigrations(databaseUrl);
    if (applied.length > 0) onProgress(`The database is up to date (${applied.length} migrations applied).`);

    const environment: NodeJS.ProcessEnv = {
      ...given,
      DATABASE_URL: databaseUrl,
      APP_SECRET: appSecret,
      APP_URL: url,
      DATA_DIR: settings.dataDirectory,
      // What runs on somebody's own machine reports to nobody.
      NEXT_TELEMETRY_DISABLED: "1",
    };
    // This process too: whoever starts an installation may call the verbs of lib against it.
    Object.assign(process.env, environment);
    undo.push(closeDatabase);
    if (!options.dev && options.only !== "worker")
      await buildAppWhenStale({ environment, signal, onProgress });
    signal.throwIfAborted();

    onProgress(options.dev ? "Starting in development mode." : "Starting.");
    undo.push(async () => {
      await running.worker?.stop(hurrying ? 0 : workerGraceSeconds(settings));
      await running.web?.stop(hurrying ? 0 : webGraceSeconds);
    });
    if (options.only !== "web") {
      const nodeOptions = [...workerNodeOptions];
      const script = "workers/main.ts";
      running.worker = superviseProcess({ name: "worker", script, nodeOptions, environment });
    }
    if (options.only !== "worker") {
      running.web = superviseProcess({ name: "web", script: "scripts/serve.ts", environment });
      await untilAborted(running.web.ready, signal);
    }
    // Without workers the dashboard is still of use: it shows what waits. They are tried again all the time.
    if (running.worker && !(await isReadyInTime(running.worker, signal))) {
      onProgress("The workers do not start; nothing is sent until they do. The log says why.");
    }

    let stopped: Promise<void> | undefined;
    return {
      url,
      settings,
      environment,
      stop: () => {
        stopped ??= stopAll();
        return stopped;
      },
      hurry: () => {
        hurrying = true;
        for (const process of Object.values(running)) process.kill();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function isReadyInTime(process: SupervisedProcess, signal: AbortSignal): Promise<boolean> {
  const isReady = process.ready.then(
    () => true,
    () => false,
  );
  return await Promise.race([isReady, delay(workerStartSeconds * 1000, false, { signal, ref: false })]);
}

function parseOrRefuse(variables: NodeJS.ProcessEnv): Settings {
  const parsed = parseEnvironment(variables);
  if (!parsed.ok) throw new OperatorError(describeProblems(parsed.problems));
  return parsed.settings;
}

/** @returns what gives the folder free again */
function lockDataFolder(dataDirectory: string, url: string): () => void {
  const taken = takeFolderLock(path.join(dataDirectory, "running.json"), url);
  if (taken.ok) return taken.lock.release;
  throw new OperatorError(
    `Kurir runs already with the data in ${dataDirectory}: ${taken.holder.note} (process ${taken.holder.pid}).\n` +
      `Open that address, or stop it first (kill ${taken.holder.pid}). A second installation needs a DATA_DIR and a PORT of its own.`,
  );
}

async function refuseTakenPort({ port, host }: Settings): Promise<void> {
  if (await canListen(port, host)) return;
  const holder = findPortHolder(port);
  const who = holder ? ` by ${holder.command} (process ${holder.pid})` : "";
  const where = host ? `${host}:${port}` : `Port ${port}`;
  throw new OperatorError(
    port < 1024 && process.getuid?.() !== 0 && !holder
      ? `${where} cannot be used: ports below 1024 are for root. Choose another, such as PORT=3000, and put a proxy in front.`
      : `${where} is taken${who}. Stop that, or choose another with PORT=${port + 1}.`,
  );
}

function untilAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

/** A part of an installation finds the others by what they share. */
function refuseWithoutShared({ databaseUrl, appSecret }: Settings, part: Part): void {
  const missing = [databaseUrl ? [] : "DATABASE_URL", appSecret ? [] : "APP_SECRET"].flat();
  if (missing.length === 0) return;
  throw new OperatorError(
    `--only=${part} starts one part of an installation on several machines, and all parts share one database and one secret. Set ${missing.join(" and ")} to the same everywhere (a new secret: openssl rand -base64 32), or leave --only out to run everything here.`,
  );
}
