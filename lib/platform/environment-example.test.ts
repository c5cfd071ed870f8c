import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseEnvironment, variableNames } from "./environment.ts";

const lines = readFileSync(".env.example", "utf8").split("\n");
const examples = lines.flatMap((line) => {
  const [, name, value] = /^#([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
  return name ? [[name, value ?? ""] as const] : [];
});

test(".env.example documents every variable, and no other", () => {
  expect(examples.map(([name]) => name).sort()).toEqual([...variableNames].sort());
});

test("every example in .env.example is a value that the start accepts", () => {
  expect(parseEnvironment(Object.fromEntries(examples))).toMatchObject({ ok: true });
});
