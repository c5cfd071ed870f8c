import { Redis } from "ioredis";
import { pool } from "#lib/platform/database.ts";

/** The queue of this test file loses all it knows, whatever it is in: what waits, what runs, what recurs. */
export async function forgetQueue(): Promise<void> {
  const { REDIS_URL } = process.env;
  if (!REDIS_URL) {
    await pool().query("TRUNCATE bullmq.scheduler, bullmq.job CASCADE");
    return;
  }
  const client = new Redis(REDIS_URL);
  await client.flushall();
  client.disconnect();
}
