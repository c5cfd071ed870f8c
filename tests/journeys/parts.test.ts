import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { findFreePort } from "#lib/platform/port-holder.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { runNpm } from "#tests/support/npm-process.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const dataDirectory = mkdtempSync(join(tmpdir(), "kurir-parts-"));
afterAll(() => rmSync(dataDirectory, { recursive: true, force: true }));

const shared = {
  DATABASE_URL: process.env.DATABASE_URL ?? "",
  // Empty where the queue is in PostgreSQL.
  REDIS_URL: process.env.REDIS_URL ?? "",
  APP_SECRET: process.env.APP_SECRET ?? "",
  APP_URL: "http://kurir.test",
  DATA_DIR: dataDirectory,
  RELAY_PRIVATE_PORTS: "any",
  SANDBOX_PORT: "0",
  LOG_LEVEL: "warn",
};

test("a web server and two workers started one by one are one installation, and each stops by itself", async () => {
  const port = await findFreePort();
  const web = runNpm(["start", "--", "--only=web"], { ...shared, PORT: String(port) });
  const workers = [1, 2].map(() => runNpm(["start", "--", "--only=worker"], shared));
  await web.says(/Kurir is running/);
  for (const worker of workers) await worker.says(/A worker of Kurir is running/);
  expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);

  const sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 200 });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  await eventually(async () => (await stateOf(id)) === "finished", {
    what: "the campaign to be finished",
  });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 200 });
  expect(sink.copies().size).toBe(200);
  for (const part of [...workers, web]) {
    part.interrupt();
    await part.ended;
    expect(part.output()).toContain("Stopped.");
  }
  await sink.close();
});

test("a part that does not know what it is a part of says what is missing", async () => {
  const lonely = runNpm(["start", "--", "--only=worker"], { DATA_DIR: dataDirectory });
  expect(await lonely.ended).not.toBe(0);
  expect(lonely.output()).toContain("Set DATABASE_URL and APP_SECRET to the same everywhere");
  const unknown = runNpm(["start", "--", "--only=everything"], { DATA_DIR: dataDirectory });
  expect(await unknown.ended).not.toBe(0);
  expect(unknown.output()).toContain("It can be web or worker.");
});
