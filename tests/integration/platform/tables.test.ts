import { expect, test } from "vitest";
import { pool } from "#lib/platform/database.ts";

test("an event of the present month lands in its month's partition, one of a month that nobody made is kept all the same", async () => {
  const { rows } = await pool().query(`
    INSERT INTO delivery_events (at, workspace_id, campaign_id, message_id, contact_id, kind, attempt)
    SELECT at, gen_random_uuid(), gen_random_uuid(), 1, 1, 'claimed', 1
      FROM unnest(ARRAY[now(), now() - interval '5 years']) AS at
    RETURNING tableoid::regclass::text AS partition, to_char(at AT TIME ZONE 'UTC', 'YYYY_MM') AS month`);
  expect(rows.map(({ partition }) => partition)).toEqual([
    `delivery_events_${rows[0].month}`,
    "delivery_events_default",
  ]);
});
