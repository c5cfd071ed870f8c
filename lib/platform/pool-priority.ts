import { readdirSync, readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { getPriority, setPriority } from "node:os";
import { logger } from "./logger.ts";

/** As Node's thread pool names its threads (libuv, since 1.50). */
const poolThread = "libuv-worker";
/** A tenth of the processor's time beside a thread of normal priority that wants all of it: late, but never starved. */
const lowerBy = 10;
const lowestPriority = 19;

/**
 * Lets the main thread of this process, and the database beside it, go before its thread pool, where signatures are computed
 * (0.4 ms each, as many as there is time for). At equal priority the main thread, which keeps all connections busy, waits for a
 * whole signature each time it wakes: signed campaigns are 14 % slower then on two cores (docs/performance.md).
 *
 * Linux alone gives threads priorities of their own; elsewhere nothing happens.
 *
 * @returns how many threads go after the others now
 */
export async function lowerPoolPriority(): Promise<number> {
  if (process.platform !== "linux") return 0;
  // The pool begins with the first that needs it, all threads at once, and this needs it.
  await stat("/proc/self/task");
  const priority = Math.min(lowestPriority, getPriority() + lowerBy);
  try {
    const threads = readdirSync("/proc/self/task").filter(
      (id) => readFileSync(`/proc/self/task/${id}/comm`, "utf8").trim() === poolThread,
    );
    for (const id of threads) setPriority(Number(id), priority);
    return threads.length;
  } catch (error) {
    logger().warn({ err: error }, "the thread pool keeps its priority: signed campaigns are slower");
    return 0;
  }
}
