import { createPostgresBackend, Queue, Worker, withBackend } from "bullmq";
import { environment } from "#lib/platform/environment.ts";

type QueueClasses = {
  openQueue: (name: string) => Queue;
  openWorker: (
    name: string,
    process: (data: unknown) => Promise<void>,
    options: { concurrency: number },
  ) => Worker;
};

/**
 * Where jobs wait: the installation's own PostgreSQL (schema `bullmq`, made on first use), or Redis when REDIS_URL is set.
 * Measured: 1,200-1,400 jobs/s on PostgreSQL and 10,000/s on Redis; a job is a batch of hundreds, so neither is the limit.
 */
export function queueClasses(): QueueClasses {
  const { databaseUrl, redisUrl } = environment();
  if (redisUrl) {
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    return {
      openQueue: (name) => new Queue(name, { connection }),
      openWorker: (name, process, options) =>
        new Worker(name, (job) => process(job.data), { connection, ...options, ...workerOptions }),
    };
  }
  const onPostgres = withBackend(createPostgresBackend);
  const connection = { connectionString: databaseUrl, migrate: true, max: 2 };
  return {
    openQueue: (name) => new onPostgres.Queue(name, { connection }) as unknown as Queue,
    openWorker: (name, process, options) =>
      new onPostgres.Worker(name, (job) => process(job.data), {
        connection,
        ...options,
        ...workerOptions,
      }) as unknown as Worker,
  };
}

const workerOptions = {
  /** Begins with `run()`, once the connection is known to stand. */
  autorun: false,
  maxStalledCount: 1_000_000,
  stalledInterval: 5_000,
  lockDuration: 15_000,
  /** After the database or Redis was away; 15 s by default, in which nothing would be sent. */
  runRetryDelay: 1_000,
} as const;
