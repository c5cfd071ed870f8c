// npm run check: the quick part of the tests, for use while working.
import { quickSteps } from "./quick-steps.ts";
import { runSteps } from "./run-steps.ts";

const { passed, failed } = await runSteps(quickSteps);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
