import { defineConfig } from "vitest/config";

// Three kinds of tests, from quick to whole: unit (pure files; sockets and database refused), integration (one scenario on the
// real embedded PostgreSQL and real SMTP on loopback), journeys (whole processes, killed and restarted). The time-outs are for a
// machine ten times slower than a small one, and longer than what tests/support/eventually.ts waits: that names what did not come.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["lib/**/*.test.ts", "app/**/*.test.ts", "messages/**/*.test.ts", "scripts/**/*.test.ts"],
          setupFiles: ["tests/support/refuse-the-world.ts", "tests/support/refuse-noise.ts"],
          // Some start MJML's process, which takes seconds on a machine with other work.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/start-postgres.ts"],
          setupFiles: ["tests/support/own-database.ts", "tests/support/refuse-noise.ts"],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "journeys",
          include: ["tests/journeys/**/*.test.ts"],
          globalSetup: ["tests/support/start-postgres.ts"],
          setupFiles: ["tests/support/own-database.ts", "tests/support/refuse-noise.ts"],
          pool: "forks",
          maxWorkers: 1,
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
        },
      },
      {
        // Whatever starts workers or asks the queue for something, again with the queue in Redis, and what only Redis can lose. Left
        // out are npm's own scripts on one machine: parts.test.ts starts the same processes, and the rest of those is no queue's matter.
        test: {
          name: "redis",
          include: [
            "tests/integration/jobs/queue.test.ts",
            "tests/journeys/**/*.test.ts",
            "tests/redis/**/*.test.ts",
          ],
          exclude: ["tests/journeys/{demo,installation}.test.ts"],
          globalSetup: ["tests/support/start-postgres.ts", "tests/support/start-redis.ts"],
          setupFiles: [
            "tests/support/own-database.ts",
            "tests/support/queue-on-redis.ts",
            "tests/support/refuse-noise.ts",
          ],
          pool: "forks",
          maxWorkers: 1,
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
