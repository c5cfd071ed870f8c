import { setTimeout as pause } from "node:timers/promises";
import { catalogue, type JobName, type JobPayload } from "#lib/jobs/catalogue.ts";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { logger } from "#lib/platform/logger.ts";

export type JobHandler<N extends JobName> = (payload: JobPayload<N>) => Promise<void>;
export type JobHandlers = { [N in JobName]: JobHandler<N> };

/** A kind of job that this process is ready to take. */
export type Jobs = {
  /** Begins to take them. */
  take: () => void;
  /** Takes no more, and resolves when those under way have ended. */
  close: () => Promise<void>;
};

const quietMilliseconds = 5_000;
/** With nothing under way, the library has only to say goodbye. */
const goodbyeMilliseconds = 5_000;

/**
 * Makes ready to take jobs of one kind. The payload is parsed before the handler sees it; what a handler throws is logged with
 * the job's ids and left to the queue's retries.
 *
 * @throws when the queue cannot be reached now. The library would remember that for good and ask again without a pause, so that
 *   nothing else of the process ran any more; one that ends is started again.
 */
export async function openJobs<N extends JobName>(name: N, handler: JobHandler<N>): Promise<Jobs> {
  const { payload: schema, concurrency } = catalogue[name];
  const running = new Set<Promise<void>>();
  const worker = queueClasses().openWorker(
    name,
    async (data) => {
      const work = handler(schema.parse(data) as JobPayload<N>);
      running.add(work);
      await work.finally(() => running.delete(work));
    },
    { concurrency },
  );
  worker.on("failed", (job, error) =>
    logger().error({ job: name, payload: job?.data, err: error }, "job failed"),
  );
  let quietUntil = 0;
  worker.on("error", (error) => {
    // While the database is away, hundreds a second would fill the disk.
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + quietMilliseconds;
    logger().warn({ job: name, err: error }, "queue connection trouble");
  });
  await worker.waitUntilReady();
  return {
    take() {
      worker
        .run()
        .catch((error: unknown) => logger().error({ job: name, err: error }, "jobs are not taken any more"));
    },
    async close() {
      const closed = worker.close();
      const nothingRuns = async () => {
        while (running.size > 0) await Promise.allSettled(running);
        await pause(goodbyeMilliseconds, undefined, { ref: false });
      };
      // A worker whose Redis went away and came back just now waits for an answer that was lost, for good.
      await Promise.race([closed, nothingRuns()]);
    },
  };
}
