import { fork } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#lib/platform/embedded-postgres.ts";
import { processBirth } from "#lib/platform/process-birth.ts";

let dataDirectory: string;
let server: EmbeddedPostgres | undefined;

beforeEach(async () => {
  dataDirectory = await mkdtemp(path.join(tmpdir(), "kurir-embedded-"));
  // Where the system user `postgres` gets through, so that the cluster lies in the folder itself.
  await chmod(dataDirectory, 0o755);
});

afterEach(async () => {
  await server?.destroy();
  server = undefined;
  await rm(dataDirectory, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  server = await startEmbeddedPostgres({ dataDirectory, settings: { fsync: "off" } });
  return server;
}

async function ask<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

test("keeps data and address from one start to the next, and no process in between", async () => {
  const first = await start();
  await ask(first.url(), "CREATE TABLE kept AS SELECT 'é' AS text");
  await first.stop();
  expect(processBirth(first.pid)).toBeUndefined();

  const second = await start();
  expect(second.url()).toBe(first.url());
  expect(await ask(second.url(), "SELECT text, upper(text) AS upper FROM kept")).toEqual([
    { text: "é", upper: "É" },
  ]);
});

test("a server that outlived its killed parent is taken over with what was committed, and stops when asked", async () => {
  const parent = fork(path.join(import.meta.dirname, "hold-postgres.ts"), [dataDirectory], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [told] = (await once(parent, "message")) as [{ pid: number; port: number }];
  parent.kill("SIGKILL");
  await once(parent, "exit");
  expect(processBirth(told.pid)).toBeDefined();

  const adopted = await start();
  expect(adopted).toMatchObject({ adopted: true, pid: told.pid, port: told.port });
  await ask(adopted.url(), "SELECT 1");
  await adopted.stop();
  expect(processBirth(told.pid)).toBeUndefined();
});

test("comes up again after the server itself was killed", async () => {
  const first = await start();
  await ask(first.url(), "CREATE TABLE kept AS SELECT 1 AS one");
  process.kill(first.pid, "SIGKILL");
  const second = await start();
  expect(await ask(second.url(), "SELECT one FROM kept")).toEqual([{ one: 1 }]);
});

test("a pid file that names another living process does not keep the server from starting", async () => {
  const first = await start();
  await first.stop();
  const cluster = path.join(dataDirectory, "postgres", "cluster");
  await writeFile(
    path.join(cluster, "postmaster.pid"),
    `${process.pid}\n${cluster}\n1\n${first.port}\n\n127.0.0.1\n1 1\nready\n`,
  );
  const second = await start();
  expect(second.pid).not.toBe(process.pid);
  await ask(second.url(), "SELECT 1");
});

test("only this machine and only who knows the password gets in", async () => {
  const { url } = await start();
  const wrong = new URL(url());
  wrong.password = "wrong";
  await expect(ask(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  expect(await ask(url(), "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect((await stat(path.join(dataDirectory, "postgres-password"))).mode & 0o777).toBe(0o600);
});

test("a folder that cannot be used is named, with what to do", async () => {
  await writeFile(path.join(dataDirectory, "file"), "");
  await expect(startEmbeddedPostgres({ dataDirectory: path.join(dataDirectory, "file") })).rejects.toThrow(
    /a file of that name is in the way/,
  );
});
