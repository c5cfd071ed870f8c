import { expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "./test-reports.ts";

test("each test that did not pass is named with the first line of what it said, and a skipped one too", () => {
  const outcome = readVitestReport({
    numPassedTests: 1,
    testResults: [
      {
        name: "/kurir/lib/a.test.ts",
        status: "failed",
        message: "",
        assertionResults: [
          { fullName: "what holds", status: "passed", failureMessages: [] },
          {
            fullName: "what does not",
            status: "failed",
            failureMessages: ["\u001b[31mexpected 1\u001b[39m\n    at a"],
          },
          { fullName: "what nobody looked at", status: "skipped", failureMessages: null },
        ],
      },
      { name: "/kurir/lib/b.test.ts", status: "failed", message: "no such file\n", assertionResults: [] },
    ],
  });
  expect(outcome).toEqual({
    passed: 1,
    failures: [
      { name: "what does not", said: "expected 1" },
      { name: "what nobody looked at", said: "skipped" },
      { name: "/kurir/lib/b.test.ts", said: "no such file" },
    ],
  });
});

test("a browser test within a group, one that passed at the second try and an error outside of tests are failures", () => {
  const passed = { title: "opens", tests: [{ status: "expected", results: [{}] }] };
  const flaky = {
    title: "opens at last",
    tests: [{ status: "flaky", results: [{ error: { message: "late\nat" } }, {}] }],
  };
  const outcome = readPlaywrightReport({
    suites: [{ specs: [passed], suites: [{ specs: [passed, flaky] }] }],
    errors: [{ message: "no browser" }],
  });
  expect(outcome).toEqual({
    passed: 2,
    failures: [
      { name: "opens at last", said: "late" },
      { name: "outside of a test", said: "no browser" },
    ],
  });
});
