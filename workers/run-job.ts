import type { Worker } from "bullmq";
import { catalogue, type JobName, type JobPayload } from "#lib/jobs/catalogue.ts";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { logger } from "#lib/platform/logger.ts";

export type JobHandler<N extends JobName> = (payload: JobPayload<N>) => Promise<void>;
export type JobHandlers = { [N in JobName]: JobHandler<N> };

const quietMilliseconds = 5_000;

/**
 * Makes ready to take jobs of one kind; {@link takeJobs} begins. The payload is parsed before the handler sees it; what a handler throws is logged with the
 * job's ids and left to the queue's retries.
 *
 * @throws when the queue cannot be reached now. The library would remember that for good and ask again without a pause, so that
 *   nothing else of the process ran any more; one that ends is started again.
 */
export async function openJobs<N extends JobName>(name: N, handler: JobHandler<N>): Promise<Worker> {
  const { payload: schema, concurrency } = catalogue[name];
  const worker = queueClasses().openWorker(
    name,
    async (data) => {
      await handler(schema.parse(data) as JobPayload<N>);
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
  return worker;
}

/** Begins to take a worker's jobs. */
export function takeJobs(worker: Worker): void {
  worker
    .run()
    .catch((error: unknown) =>
      logger().error({ job: worker.name, err: error }, "jobs are not taken any more"),
    );
}
