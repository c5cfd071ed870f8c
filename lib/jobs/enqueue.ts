import { setTimeout as pause } from "node:timers/promises";
import type { Queue } from "bullmq";
import { logger } from "#lib/platform/logger.ts";
import { catalogue, type JobName, type JobPayload } from "./catalogue.ts";
import { queueClasses } from "./queue-connection.ts";

type EnqueueOptions = {
  /** While a job with this key waits or runs, another is dropped. Letters, digits, `-` and `_`. */
  key?: string;
  delayMilliseconds?: number;
  /** From 1, which goes first; those of one priority go in the order in which they came. Without one: before all of them. */
  priority?: number;
};

const queues = new Map<JobName, Queue>();

/** So long a person who pressed a button waits for a queue that is away. The rows have moved by then; a sweep finds them. */
const patienceMilliseconds = 5_000;

/**
 * Puts a job from the catalogue into its queue. The payload is parsed here, so that a wrong one fails at the caller.
 * Enqueueing is a nudge: what must not be forgotten stands in a row that a recurring job finds.
 */
export async function enqueue<N extends JobName>(
  name: N,
  payload: JobPayload<N>,
  options: EnqueueOptions = {},
): Promise<void> {
  await enqueueAll(name, [{ payload, ...options }]);
}

/** Puts many jobs of one kind into their queue in one round trip. */
export async function enqueueAll<N extends JobName>(
  name: N,
  jobs: ({ payload: JobPayload<N> } & EnqueueOptions)[],
): Promise<void> {
  const { attempts, payload: schema } = catalogue[name];
  const adding = queue(name).addBulk(
    jobs.map(({ payload, key, delayMilliseconds, priority }) => ({
      name,
      data: schema.parse(payload),
      opts: {
        attempts,
        backoff: { type: "exponential", delay: 1_000 },
        removeOnComplete: true,
        removeOnFail: true,
        ...(key === undefined ? {} : { jobId: jobId(name, key) }),
        ...(delayMilliseconds === undefined ? {} : { delay: delayMilliseconds }),
        ...(priority === undefined ? {} : { priority }),
      },
    })),
  );
  await answeredOrLate(name, adding);
}

/** A queue that is away answers when it is back, and is told then: nudging late or twice changes nothing. */
async function answeredOrLate(name: JobName, adding: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  const late = pause(patienceMilliseconds, true, { signal: waiting.signal }).catch(() => false);
  const isLate = await Promise.race([adding.then(() => false), late]).finally(() => waiting.abort());
  if (!isLate) return;
  logger().warn({ queue: name }, "the queue does not answer: what it was to be told is found by a sweep");
  adding.catch((error) => logger().warn({ queue: name, err: error }, "queue connection trouble"));
}

/** Brings a job that waits forward in its queue. Without effect on one that goes that early already, runs or is done. */
export async function bringForward(name: JobName, key: string, priority: number): Promise<void> {
  const find = () => queue(name).getJob(jobId(name, key));
  const job = await find();
  if (!job || job.priority <= priority) return;
  try {
    await job.changePriority({ priority });
  } catch (error) {
    // Done and forgotten between the two questions.
    if (await find()) throw error;
  }
}

/** Makes a job recur. Asking again, from any process, changes nothing unless the interval differs. */
export async function schedule(name: JobName, everyMilliseconds: number): Promise<void> {
  await queue(name).upsertJobScheduler(
    name,
    { every: everyMilliseconds },
    { name, data: {}, opts: { removeOnComplete: true, removeOnFail: true } },
  );
}

/** Whether a job recurs. Once made to, it does, unless the queue has lost its memory: a Redis that was emptied or restarted without a disk. */
export async function isScheduled(name: JobName): Promise<boolean> {
  return (await queue(name).getJobScheduler(name)) !== undefined;
}

/** Closes the connections that enqueueing opened in this process. */
export async function closeQueues(): Promise<void> {
  const open = [...queues.values()];
  queues.clear();
  await Promise.all(open.map((each) => each.close()));
}

function jobId(name: JobName, key: string): string {
  return `${name}-${key}`;
}

function queue(name: JobName): Queue {
  const known = queues.get(name);
  if (known) return known;
  const opened = queueClasses().openQueue(name);
  // A connection that breaks is opened anew; unheard, the library would write to the console.
  opened.on("error", (error) => logger().warn({ queue: name, err: error }, "queue connection trouble"));
  queues.set(name, opened);
  // The library remembers for good that a first connection failed: the next call opens another queue.
  opened.waitUntilReady().catch(() => {
    if (queues.get(name) === opened) queues.delete(name);
    opened.close().catch(() => undefined);
  });
  return opened;
}
