// npm test: everything, on real services. Ends with one line `N passed, N failed`.
import { quickSteps } from "./quick-steps.ts";
import { playwrightStep, runSteps, vitestStep } from "./run-steps.ts";

const { passed, failed } = await runSteps([
  ...quickSteps,
  vitestStep("integration tests", "integration"),
  { name: "production build", command: process.execPath, arguments: ["scripts/build.ts"] },
  vitestStep("journeys", "journeys"),
  playwrightStep("end to end in a browser"),
]);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
