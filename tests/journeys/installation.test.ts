import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { removeEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { canListen, findFreePort } from "#lib/platform/port-holder.ts";
import { runNpm } from "#tests/support/npm-process.ts";

const dataDirectory = mkdtempSync(join(tmpdir(), "kurir-installation-"));
afterAll(async () => {
  for (const folder of [dataDirectory, join(dataDirectory, "dev")]) await removeEmbeddedPostgres(folder);
  rmSync(dataDirectory, { recursive: true, force: true });
});

test("npm start serves the dashboard and the owner's link, refuses a second start, stops at Ctrl-C or when npm is told to end, and keeps the data", async () => {
  const port = await findFreePort();
  const environment = {
    DATA_DIR: dataDirectory,
    PORT: String(port),
    SANDBOX_PORT: String(await findFreePort()),
    LOG_LEVEL: "warn",
  };
  const first = runNpm(["start"], environment);
  const [, link = ""] = await first.says(/(http:\/\/localhost:\d+\/setup\/\S+)/);
  expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
  const setup = await fetch(link);
  expect(setup.status).toBe(200);
  expect(await setup.text()).toContain("Create the owner account");
  const anonymous = await fetch(`http://localhost:${port}/campaigns`, { redirect: "manual" });
  expect([303, 307]).toContain(anonymous.status);
  expect(anonymous.headers.get("location")).toContain("/sign-in");
  expect((await fetch(`http://localhost:${port}/contacts?q=%00`)).status).toBe(400);

  const second = runNpm(["start"], environment);
  expect(await second.ended).not.toBe(0);
  expect(second.output()).toContain(`http://localhost:${port}`);

  const elsewhere = runNpm(["start"], { ...environment, DATA_DIR: join(dataDirectory, "other") });
  expect(await elsewhere.ended).not.toBe(0);
  expect(elsewhere.output()).toMatch(new RegExp(`port ${port}`, "i"));

  first.interrupt();
  await first.ended;
  expect(first.output()).toContain("Stopped.");
  expect(await canListen(port)).toBe(true);

  const again = runNpm(["start"], environment);
  const [, anotherLink = ""] = await again.says(/(http:\/\/localhost:\d+\/setup\/\S+)/);
  expect(anotherLink).not.toBe(link);
  again.terminate();
  expect(await again.ended).toBe(0);
  expect(again.output()).toContain("Stopped.");
  expect(await canListen(port)).toBe(true);
});

test("a wrong environment stops the start with every problem at once", async () => {
  const started = runNpm(["start"], {
    DATA_DIR: dataDirectory,
    PORT: "many",
    APP_SECRET: "short",
    LOG_LEVEL: "loud",
  });
  expect(await started.ended).not.toBe(0);
  for (const variable of ["PORT", "APP_SECRET", "LOG_LEVEL"]) expect(started.output()).toContain(variable);
  expect(started.output()).not.toContain("short");
});

test("an option that is not known is told with those that are", async () => {
  const started = runNpm(["start", "--", "--port", "3100"]);
  expect(await started.ended).toBe(2);
  expect(started.output()).toContain("'--port'");
  expect(started.output()).toContain("--only=");
});

test("npm run dev serves the dashboard from its sources", async () => {
  const port = await findFreePort();
  const dev = runNpm(["run", "dev"], {
    DATA_DIR: join(dataDirectory, "dev"),
    PORT: String(port),
    SANDBOX_PORT: String(await findFreePort()),
    LOG_LEVEL: "warn",
  });
  await dev.says(/Kurir is running/);
  const page = await fetch(`http://localhost:${port}/sign-in`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Sign in");
  dev.interrupt();
  await dev.ended;
  expect(dev.output()).toContain("Stopped.");
});
