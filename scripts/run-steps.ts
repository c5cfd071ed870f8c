import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Step = {
  name: string;
  command: string;
  arguments: string[];
  /** A step that reports single tests writes JSON here; one that does not counts as one test. */
  report?: { file: string; read: (json: unknown) => Count };
};

export type Count = { passed: number; failed: number };

/**
 * Runs steps one after the other, each with its output shown, and adds up what passed and failed. A step that exits with an
 * error and yet reports no failed test counts as one failure, so that nothing goes wrong unseen.
 */
export async function runSteps(steps: Step[]): Promise<Count> {
  const total: Count = { passed: 0, failed: 0 };
  const failedSteps: string[] = [];
  for (const step of steps) {
    const startedAt = performance.now();
    console.log(`\n── ${step.name}`);
    if (step.report) rmSync(step.report.file, { force: true });
    const status = await run(step);
    const count = countOf(step, status);
    total.passed += count.passed;
    total.failed += count.failed;
    if (count.failed > 0) failedSteps.push(step.name);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`   ${step.name}: ${count.passed} passed, ${count.failed} failed in ${seconds} s`);
  }
  if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(" · ")}`);
  return total;
}

/** A Vitest project as a step that counts its single tests. */
export function vitestStep(name: string, project: string): Step {
  const file = reportFile(project);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  return {
    name,
    command: "vitest",
    arguments: ["run", "--project", project, ...reporters],
    report: { file, read: readVitestReport },
  };
}

/** The browser tests as a step that counts its single tests. A skipped or flaky one counts as failed. */
export function playwrightStep(name: string): Step {
  const file = reportFile("browser");
  process.env.PLAYWRIGHT_JSON_OUTPUT_NAME = file;
  return {
    name,
    command: "playwright",
    arguments: ["test", "--reporter=list,json"],
    report: { file, read: readPlaywrightReport },
  };
}

function reportFile(name: string): string {
  return join(tmpdir(), `kurir-${process.pid}-${name}.json`);
}

function readVitestReport(json: unknown): Count {
  const { numPassedTests, numTotalTests, testResults } = json as {
    numPassedTests: number;
    numTotalTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const brokenFiles = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests + brokenFiles.length };
}

function readPlaywrightReport(json: unknown): Count {
  const { stats, errors } = json as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}

function countOf(step: Step, status: number): Count {
  if (!step.report) return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  try {
    const count = step.report.read(JSON.parse(readFileSync(step.report.file, "utf8")));
    const silentFailure = status !== 0 && count.failed === 0;
    const ranNothing = count.passed + count.failed === 0;
    return silentFailure || ranNothing ? { ...count, failed: count.failed + 1 } : count;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function run(step: Step): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(step.command, step.arguments, { stdio: "inherit" });
    child.on("error", (error) => {
      console.error(`   ${step.command} cannot be started: ${error.message}`);
      resolve(127);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}
