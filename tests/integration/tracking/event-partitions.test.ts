import { expect, test } from "vitest";
import { pool } from "#lib/platform/database.ts";
import { makeEventPartitions } from "#lib/platform/event-partitions.ts";

const farAhead = new Date("2041-11-20T10:00:00Z");

async function partitionsOf(year: string): Promise<string[]> {
  const { rows } = await pool().query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relname ~ $1 AND relkind = 'r' ORDER BY 1",
    [`^(tracking|delivery)_events_${year}`],
  );
  return rows.map(({ name }) => name);
}

async function addEvent(at: string): Promise<string> {
  const { rows } = await pool().query<{ partition: string }>(
    `INSERT INTO tracking_events (at, workspace_id, campaign_id, message_id, contact_id, kind, class, reasons)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), 1, 1, 'open', 'human', '{}') RETURNING tableoid::regclass::text AS partition`,
    [at],
  );
  return rows[0]?.partition ?? "";
}

test("two processes that make the months at once both succeed, and once more changes nothing", async () => {
  await Promise.all([1, 2, 3].map(() => makeEventPartitions(farAhead)));
  const made = await partitionsOf("204");
  expect(made).toEqual([
    "delivery_events_2041_11",
    "delivery_events_2041_12",
    "delivery_events_2042_01",
    "tracking_events_2041_11",
    "tracking_events_2041_12",
    "tracking_events_2042_01",
  ]);
  await makeEventPartitions(farAhead);
  expect(await partitionsOf("204")).toEqual(made);
});

test("a month begins and ends at midnight UTC, whatever zone the server keeps", async () => {
  await makeEventPartitions(farAhead);
  expect(await addEvent("2041-11-30T23:59:59.999Z")).toBe("tracking_events_2041_11");
  expect(await addEvent("2041-12-01T00:00:00Z")).toBe("tracking_events_2041_12");
});

test("events of a month that was made too late move into it", async () => {
  expect(await addEvent("2051-03-05T00:00:00Z")).toBe("tracking_events_default");
  await makeEventPartitions(new Date("2051-03-06T00:00:00Z"));
  const { rows } = await pool().query(
    "SELECT tableoid::regclass::text AS partition FROM tracking_events WHERE at = $1",
    ["2051-03-05T00:00:00Z"],
  );
  expect(rows).toEqual([{ partition: "tracking_events_2051_03" }]);
});

test("while somebody reads the events a month is left for later, and nobody waits for it", async () => {
  const now = new Date("2061-01-15T00:00:00Z");
  const reader = await pool().connect();
  try {
    // As a report, a COPY or pg_dump does for as long as it runs.
    await reader.query("BEGIN");
    await reader.query("LOCK TABLE delivery_events IN ACCESS SHARE MODE");
    const [added] = await Promise.all([addEvent("2041-11-20T00:00:00Z"), makeEventPartitions(now)]);
    expect(added).toBe("tracking_events_2041_11");
    expect(await partitionsOf("206")).toEqual([
      "tracking_events_2061_01",
      "tracking_events_2061_02",
      "tracking_events_2061_03",
    ]);
  } finally {
    await reader.query("COMMIT");
    reader.release();
  }
  await makeEventPartitions(now);
  expect(await partitionsOf("206")).toHaveLength(6);
});
