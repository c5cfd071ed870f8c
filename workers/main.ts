// A worker process: takes jobs, keeps the recurring ones going, runs the mail sandbox. `--only=NAME` (repeatable, a job of
// the catalogue or `sandbox`) takes a part of that, so that the work can be spread over processes and machines. SIGTERM
// drains: no new claims, what is on the wire is finished and recorded, then the process ends. A second signal ends it at once.
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { watchInstallation } from "#lib/accounts/watch-installation.ts";
import { drainDeliveries } from "#lib/delivery/drain-deliveries.ts";
import { catalogue, type JobName } from "#lib/jobs/catalogue.ts";
import { closeQueues } from "#lib/jobs/enqueue.ts";
import { countDots } from "#lib/lines/sending-line.ts";
import { closeDatabase } from "#lib/platform/database.ts";
import { logger } from "#lib/platform/logger.ts";
import { lowerPoolPriority } from "#lib/platform/pool-priority.ts";
import { startSandbox } from "#lib/senders/start-sandbox.ts";
import { jobHandlers } from "./job-handlers.ts";
import { keepRecurring } from "./keep-recurring.ts";
import { openJobs } from "./run-job.ts";

const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const only = new Set(values.only);
const wanted = (name: string) => only.size === 0 || only.has(name);
const jobs = (Object.keys(catalogue) as JobName[]).filter(wanted);

await lowerPoolPriority();
const sandbox = wanted("sandbox") ? await startSandbox() : undefined;
// Before any job: what was restored from a backup must not send by itself.
const watch = await watchInstallation();
const workers = await Promise.all(
  jobs.map((name) => openJobs(name, jobHandlers[name] as (payload: object) => Promise<void>)),
);
await keepRecurring(wanted);

const goodbyeMilliseconds = 5_000;
/** A terminal signals the whole group, and npm passes it on once more: two within this time are one Ctrl-C. */
const sameSignalMilliseconds = 500;
let stoppingSince: number | undefined;
async function stop(signal: string): Promise<void> {
  if (stoppingSince !== undefined) return;
  stoppingSince = performance.now();
  logger().info({ signal }, "worker drains");
  await Promise.all([drainDeliveries(), ...workers.map((worker) => worker.close())]);
  await Promise.all([watch.stop(), sandbox?.close()]);
  // Nothing is under way any more; a queue that is away just now is not waited for.
  await Promise.race([closeQueues(), pause(goodbyeMilliseconds)]);
  await closeDatabase();
  logger().info("worker stopped");
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stoppingSince === undefined) void stop(signal);
    else if (performance.now() - stoppingSince > sameSignalMilliseconds) hurry(signal);
  });
}
/** Somebody does not want to wait: as after a kill, what has a mark and no answer is in doubt once its lease ends. */
function hurry(signal: string): void {
  logger().warn(
    { signal, messages: countDots() },
    "worker ends without waiting for the answers to final dots",
  );
  process.exit(1);
}
// The start process is gone, however it went: nobody is left to stop this one.
process.on("disconnect", () => void stop("disconnect"));

// Not before it knows how to stop: a signal just now would leave what the first jobs have on the wire in doubt.
for (const worker of workers) worker.take();
logger().info({ jobs, sandbox: sandbox !== undefined }, "worker started");
process.send?.("ready");
