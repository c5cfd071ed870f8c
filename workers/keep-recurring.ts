import { setTimeout as pause } from "node:timers/promises";
import { recurring } from "#lib/jobs/catalogue.ts";
import { isScheduled, schedule } from "#lib/jobs/enqueue.ts";
import { logger } from "#lib/platform/logger.ts";

const lookEveryMilliseconds = 10_000;

/**
 * Makes this worker's recurring jobs recur and looks now and then whether they still do: a queue that has lost its memory (a Redis
 * that was flushed, or restarted without a disk) would never sweep again, and what is due would wait for the next start of a worker.
 * Returns once they recur.
 */
export async function keepRecurring(wanted: (name: string) => boolean): Promise<void> {
  const kept = (Object.keys(recurring) as (keyof typeof recurring)[]).filter(wanted);
  for (const name of kept) await schedule(name, recurring[name].everyMilliseconds);
  void watch(kept);
}

async function watch(names: (keyof typeof recurring)[]): Promise<never> {
  for (;;) {
    await pause(lookEveryMilliseconds, undefined, { ref: false });
    for (const name of names) await scheduleAgain(name);
  }
}

async function scheduleAgain(name: keyof typeof recurring): Promise<void> {
  try {
    if (await isScheduled(name)) return;
    await schedule(name, recurring[name].everyMilliseconds);
    logger().warn({ job: name }, "the queue had forgotten a recurring job");
  } catch (error) {
    logger().warn({ job: name, err: error }, "whether a job recurs could not be seen");
  }
}
