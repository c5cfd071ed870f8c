import { Redis } from "ioredis";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { eventually } from "./eventually.ts";

/** PostgreSQL's word for a lock that was not to be had in time. */
const lockNotAvailable = "55P03";

/** The queue of this test file loses all it knows, whatever it is in: what waits, what runs, what recurs. */
export async function forgetQueue(): Promise<void> {
  const { REDIS_URL } = process.env;
  if (!REDIS_URL) {
    await eventually(forgetRows, { what: "the queue's tables to be free" });
    return;
  }
  const client = new Redis(REDIS_URL);
  await client.flushall();
  client.disconnect();
}

/** Workers take these tables in another order: who waits gives way before the two of them are ended as a deadlock. */
async function forgetRows(): Promise<boolean> {
  try {
    await inTransaction(async (client) => {
      await client.query("SET LOCAL lock_timeout = '100ms'");
      await client.query("TRUNCATE bullmq.scheduler, bullmq.job CASCADE");
    });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === lockNotAvailable) return false;
    throw error;
  }
}
