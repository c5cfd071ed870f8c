import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  readPlaywrightReport,
  readVitestReport,
  type TestFailure,
  type TestOutcome,
} from "./test-reports.ts";

export type Step = {
  name: string;
  command: string;
  arguments: string[];
  /** A step that reports single tests writes JSON here; one that does not counts as one test. */
  report?: { file: string; read: (json: unknown) => TestOutcome };
};

/**
 * Runs steps one after the other, each with its output shown, and adds up what passed and failed. A step that exits with an
 * error and yet reports no failed test counts as one failure, so that nothing goes wrong unseen. In the end each failure is named
 * once more, with the first line of what it said: the place where a long output is read, and often all that is kept of it.
 */
export async function runSteps(steps: Step[]): Promise<{ passed: number; failed: number }> {
  let passed = 0;
  const failures: string[] = [];
  for (const step of steps) {
    const startedAt = performance.now();
    console.log(`\n── ${step.name}`);
    if (step.report) rmSync(step.report.file, { force: true });
    const status = await run(step);
    const outcome = outcomeOf(step, status);
    passed += outcome.passed;
    failures.push(...outcome.failures.map(({ name, said }) => `${step.name} · ${name}\n  ${said}`));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(
      `   ${step.name}: ${outcome.passed} passed, ${outcome.failures.length} failed in ${seconds} s`,
    );
  }
  if (failures.length > 0) console.log(`\nFailed:\n${failures.join("\n")}`);
  return { passed, failed: failures.length };
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

/** The browser tests as a step that counts its single tests. */
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

function outcomeOf(step: Step, status: number): TestOutcome {
  const ended: TestFailure = { name: "the whole step", said: `ended with status ${status}` };
  if (!step.report) return status === 0 ? { passed: 1, failures: [] } : { passed: 0, failures: [ended] };
  try {
    const outcome = step.report.read(JSON.parse(readFileSync(step.report.file, "utf8")));
    const silentFailure = status !== 0 && outcome.failures.length === 0;
    const ranNothing = outcome.passed + outcome.failures.length === 0;
    return silentFailure || ranNothing ? { ...outcome, failures: [...outcome.failures, ended] } : outcome;
  } catch {
    return {
      passed: 0,
      failures: [{ ...ended, said: `${ended.said}, and left no report that can be read` }],
    };
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
