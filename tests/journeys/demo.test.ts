import { expect, test } from "vitest";
import { runNpm } from "#tests/support/npm-process.ts";

test("the demo runs the main job and ends with its figures as one JSON object: balanced, nothing received twice", async () => {
  const demo = runNpm(["run", "demo", "--", "--recipients", "300", "--exit", "--json"]);
  expect(await demo.ended, demo.output()).toBe(0);
  const figures = JSON.parse(demo.output().trim().split("\n").at(-1) ?? "") as Record<string, number>;
  expect(figures).toMatchObject({
    imported: 300,
    rejected: 6,
    audience: 300,
    deferred: 0,
    inDoubt: 0,
    expired: 0,
    duplicatesReceived: 0,
  });
  const { accepted = 0, bounced = 0, skipped = 0, opened = 0, clicked = 0, unsubscribed = 0 } = figures;
  expect(accepted + bounced + skipped).toBe(300);
  expect(figures.distinctReceived).toBe(accepted);
  expect(bounced).toBeGreaterThan(0);
  expect(opened).toBeGreaterThan(clicked);
  expect(clicked).toBeGreaterThan(0);
  expect(unsubscribed).toBeGreaterThan(0);
});
