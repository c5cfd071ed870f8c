// What the test runners write about a run, read for a summary: how many passed, and by name what did not.
import { stripVTControlCharacters } from "node:util";

export type TestFailure = { name: string; said: string };
export type TestOutcome = { passed: number; failures: TestFailure[] };

type VitestReport = {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
  }[];
};

/** Reads what Vitest's JSON reporter wrote. A skipped test counts as failed, and so does a file that ran none. */
export function readVitestReport(json: unknown): TestOutcome {
  const { numPassedTests, testResults } = json as VitestReport;
  const failures = testResults.flatMap((file) => {
    if (file.status === "failed" && file.assertionResults.length === 0) {
      return [{ name: file.name, said: firstLine(file.message) }];
    }
    return file.assertionResults
      .filter(({ status }) => status !== "passed")
      .map(({ fullName, status, failureMessages }) => ({
        name: fullName,
        said: firstLine(failureMessages?.[0] ?? status),
      }));
  });
  return { passed: numPassedTests, failures };
}

type PlaywrightError = { message?: string };
type PlaywrightSuite = {
  suites?: PlaywrightSuite[];
  specs: { title: string; tests: { status: string; results: { error?: PlaywrightError }[] }[] }[];
};
type PlaywrightReport = { suites: PlaywrightSuite[]; errors: PlaywrightError[] };

/** Reads what Playwright's JSON reporter wrote. A skipped or flaky test counts as failed, and so does an error outside of tests. */
export function readPlaywrightReport(json: unknown): TestOutcome {
  const { suites, errors } = json as PlaywrightReport;
  const tests = suites.flatMap(testsOf);
  const failures = tests
    .filter(({ status }) => status !== "expected")
    .map(({ title, status, results }) => ({
      name: title,
      said: firstLine(results.find(({ error }) => error)?.error?.message ?? status),
    }));
  return {
    passed: tests.length - failures.length,
    failures: [
      ...failures,
      ...errors.map(({ message }) => ({ name: "outside of a test", said: firstLine(message ?? "") })),
    ],
  };
}

function testsOf({
  suites,
  specs,
}: PlaywrightSuite): ({ title: string } & PlaywrightSuite["specs"][0]["tests"][0])[] {
  const own = specs.flatMap(({ title, tests }) => tests.map((test) => ({ title, ...test })));
  return [...own, ...(suites ?? []).flatMap(testsOf)];
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text).split("\n", 1)[0]?.slice(0, 300) ?? "";
}
