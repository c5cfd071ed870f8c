import { expect, test } from "vitest";
import { pool } from "#lib/platform/database.ts";
import { eventually } from "#tests/support/eventually.ts";

test("a connection that the server ends in the middle of a transaction fails its queries, not the process", async () => {
  const client = await pool().connect();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  await client.query("BEGIN");
  await pool().query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
  // Its end arrives while nothing is asked: an error that nobody hears would end this process.
  const failure = await eventually(() => client.query("SELECT 1").then(() => null, String), {
    what: "the connection to be gone",
  });
  expect(failure).toMatch(/terminat|not queryable|closed/i);
  client.release(true);
  expect((await pool().query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
});
