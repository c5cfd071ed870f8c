// The jobs of this test file wait in Redis instead of PostgreSQL; whatever a file before it left there is gone.
import { afterAll, expect, inject } from "vitest";
import { pool } from "#lib/platform/database.ts";
import { forgetQueue } from "./forget-queue.ts";

process.env.REDIS_URL = inject("redisUrl");
await forgetQueue();

afterAll(async () => {
  // Whichever process makes a queue in PostgreSQL makes this schema: then the test would have tried the wrong one.
  const { rows } = await pool().query("SELECT to_regnamespace('bullmq') AS schema");
  expect(rows, "a queue in PostgreSQL, though it should be in Redis").toEqual([{ schema: null }]);
});
