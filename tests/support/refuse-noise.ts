// What goes wrong while a test runs and is only written down somewhere fails that test: the console at error and warning
// level, the log at error level, of this process and of the workers that the test has started.
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import type { Logger } from "#lib/platform/logger.ts";

let noise: string[] = [];
let expected: RegExp[] = [];
let allowed: RegExp[] = [];
let log: string[] = [];

/** Tells that the present test provokes this. What was not heard of in the end fails it as well. */
export function expectNoise(...patterns: RegExp[]): void {
  expected.push(...patterns);
}

/** Tells that the present test may provoke this, or may not: it depends on what is under way at the moment of a fault. */
export function allowNoise(...patterns: RegExp[]): void {
  allowed.push(...patterns);
}

/** Hears a line of a log. What is none (a crash, a library that writes by itself) counts as an error. */
export function hearLogLine(line: string): void {
  if (line.trim() === "") return;
  const level = /^\{"level":"(\w+)"/.exec(line)?.[1];
  if (level === undefined || level === "error" || level === "fatal") noise.push(line.trim());
}

/** The lines that this process has logged in the present test, those that are no error as well. */
export function readLog(): readonly string[] {
  return log;
}

const destination = {
  write(line: string) {
    log.push(line);
    hearLogLine(line);
  },
};
/** Where pino keeps what it writes its lines to. */
function streamOf(log: Logger): symbol {
  const stream = Object.getOwnPropertySymbols(log).find(({ description }) => description === "pino.stream");
  if (!stream) throw new Error("pino does not keep its stream where these tests look for it");
  return stream;
}

let kept: Logger | undefined;
// Where lib/platform/logger.ts keeps the one log of a process. Most unit tests never log: they do not load one either.
Object.defineProperty(globalThis, Symbol.for("kurir.logger"), {
  get: () => kept,
  set(log: Logger) {
    log.level = "info";
    Object.assign(log, { [streamOf(log)]: destination });
    kept = log;
  },
});

beforeEach(() => {
  for (const level of ["error", "warn"] as const) {
    console[level] = (...parts: unknown[]) => {
      noise.push(parts.map(String).join(" "));
    };
  }
});

function refuseNoise(): void {
  const heard = noise;
  const provoked = expected;
  const known = [...expected, ...allowed];
  noise = [];
  expected = [];
  allowed = [];
  log = [];
  const unexpected = heard.filter((line) => !known.some((pattern) => pattern.test(line)));
  expect(unexpected, "unexpected noise; a test that provokes it says so with expectNoise()").toEqual([]);
  const unheard = provoked.filter((pattern) => !heard.some((line) => pattern.test(line)));
  expect(unheard, "noise that the test says it provokes").toEqual([]);
}
afterEach(refuseNoise);
// What began or ended outside of a test.
afterAll(refuseNoise);
