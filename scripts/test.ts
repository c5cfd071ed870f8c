// npm test: everything, on real services. Ends with one line `N passed, N failed`. With `--all` nothing is left out: what the
// machine lacks fails.
import { isRedisInstalled } from "#tests/support/start-redis.ts";
import { quickSteps } from "./quick-steps.ts";
import { readArguments } from "./read-arguments.ts";
import { playwrightStep, runSteps, vitestStep } from "./run-steps.ts";

const { values: options } = readArguments({ options: { all: { type: "boolean", default: false } } });
const withRedis = options.all || isRedisInstalled();

const { passed, failed } = await runSteps([
  ...quickSteps,
  vitestStep("integration tests", "integration"),
  { name: "production build", command: process.execPath, arguments: ["scripts/build.ts"] },
  vitestStep("journeys", "journeys"),
  ...(withRedis ? [vitestStep("with the queue in Redis", "redis")] : []),
  playwrightStep("end to end in a browser"),
]);
if (!withRedis) {
  console.log("\nSKIPPED: everything with the queue in Redis, as redis-server is not installed here.");
  console.log("On Debian: apt-get install redis-server");
}
console.log(`\n${passed} passed, ${failed} failed${withRedis ? "" : ", 1 step skipped"}`);
process.exitCode = failed === 0 ? 0 : 1;
