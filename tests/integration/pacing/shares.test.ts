import { afterEach, expect, test } from "vitest";
import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { type KeptShare, keepShare } from "#lib/shares/keep-share.ts";
import { endPresence, holdPresence } from "#lib/shares/presence-store.ts";
import { takeShare } from "#lib/shares/share-store.ts";
import { eventually } from "#tests/support/eventually.ts";
import { readLog } from "#tests/support/refuse-noise.ts";

const maximum = 10;
const shares: KeptShare[] = [];
afterEach(async () => {
  await Promise.all(shares.splice(0).map((share) => share.end()));
  await endPresence();
});

/** A line with as many connections open as it may have; it closes them only when told to. */
function openLine(serverId: string) {
  const line = { size: 0, open: 0, isSlow: false, alongside: async (): Promise<void> => undefined };
  const share = keepShare({
    serverId,
    maximum,
    wants: () => true,
    held: () => Math.max(line.size, line.open),
    resize(size) {
      line.size = size;
      if (!line.isSlow || size > line.open) line.open = size;
    },
    lose: () => undefined,
    alongside: () => line.alongside(),
  });
  shares.push(share);
  return { line, share };
}

/** As others see a process that was silent for so long. */
async function silence(serverId: string, seconds: number): Promise<void> {
  await pool().query(
    "UPDATE server_shares SET seen_at = seen_at - make_interval(secs => $2) WHERE server_id = $1",
    [serverId, seconds],
  );
}

async function granted(serverId: string): Promise<number> {
  const { rows } = await pool().query<{ sum: number }>(
    "SELECT coalesce(sum(granted), 0)::int AS sum FROM server_shares WHERE server_id = $1",
    [serverId],
  );
  return rows[0]?.sum ?? 0;
}

/** The heartbeat of another process, which has nothing open yet. */
function ask(serverId: string, line: string, held = 0, isMember = false) {
  return takeShare({ serverId, line, presence: null, maximum, wants: true, held, isMember });
}

test("a line that was silent for ten seconds has lost its share to the others, and its next heartbeat is told so", async () => {
  const serverId = crypto.randomUUID();
  const [frozen, other] = [crypto.randomUUID(), crypto.randomUUID()];
  // Nobody counts as gone in the first five seconds of a database.
  const age =
    "SELECT FROM pg_stat_database WHERE pg_postmaster_start_time() < clock_timestamp() - interval '5 seconds' LIMIT 1";
  await eventually(async () => (await pool().query(age)).rowCount === 1, {
    what: "the database to have run for a while",
  });
  expect(await ask(serverId, frozen)).toMatchObject({ size: 10 });
  await silence(serverId, 6);
  expect(await ask(serverId, other)).toMatchObject({ size: 0 });
  await silence(serverId, 5);
  expect(await ask(serverId, other, 0, true)).toMatchObject({ size: 10 });
  expect(await ask(serverId, frozen, 10, true)).toBeNull();
  expect(await granted(serverId)).toBe(10);
});

test("who lost its share is not sure of it, opens nothing, and joins as a newcomer when all it had is closed", async () => {
  const serverId = crypto.randomUUID();
  const { line, share } = openLine(serverId);
  expect(await share.makeSure()).toBe(true);
  expect([line.size, share.isSure()]).toEqual([10, true]);
  line.isSlow = true;
  // Another process was given everything, as this one was silent.
  const other = crypto.randomUUID();
  await pool().query("DELETE FROM server_shares WHERE server_id = $1", [serverId]);
  expect(await ask(serverId, other)).toMatchObject({ size: 10 });
  await eventually(() => !share.isSure(), { what: "it to know" });
  expect(await share.makeSure()).toBe(false);
  expect(line).toMatchObject({ size: 0, open: 10 });
  expect(await granted(serverId), "while its last replies are waited for").toBe(10);

  line.open = 0;
  let size = 10;
  await eventually(
    async () => {
      // It closes what is too much at once, and says so with its next heartbeat.
      size = (await ask(serverId, other, size, true))?.size ?? 0;
      expect(await granted(serverId)).toBeLessThanOrEqual(maximum);
      return line.size === 5;
    },
    { what: "it to have its part again" },
  );
  expect(await share.makeSure()).toBe(true);
  expect(await granted(serverId)).toBe(10);
});

test("a process that is frozen in the middle of asking keeps nobody else waiting for long", async () => {
  const serverId = crypto.randomUUID();
  const frozen = inTransaction(async (client) => {
    await client.query(
      `SELECT set_config('idle_in_transaction_session_timeout', '3000', true),
         pg_advisory_xact_lock(hashtextextended('server share ' || $1, 0))`,
      [serverId],
    );
    expect(await ask(serverId, crypto.randomUUID()), "after PostgreSQL has ended the other").toMatchObject({
      size: 10,
    });
    await client.query("SELECT 1");
  });
  await expect(frozen).rejects.toThrow(/connection|terminat/i);
});

test("a worker that is older than the database gives up what others are to have, and says once what is wrong", async () => {
  const serverId = crypto.randomUUID();
  const { line: old, share } = openLine(serverId);
  await share.renew();
  expect(old.size).toBe(10);
  old.alongside = async () => {
    await pool().query("SELECT episodes FROM server_breakers");
  };
  const { line: young } = openLine(serverId);
  await shares[1]?.renew();
  await eventually(() => old.size === 5 && young.size === 5, { what: "both to have their part" });
  const warnings = readLog().filter((text) => text.includes('"level":"warn"'));
  expect(warnings).toEqual([expect.stringContaining("this worker is older than the database")]);
});

test("a presence whose connection is ended is held again by another, and none is left when it ends", async () => {
  const own = "application_name = 'kurir presence' AND datname = current_database()";
  const asked: Promise<string | null>[] = [];
  for (let round = 0; round < 5; round += 1) {
    expect(await eventually(holdPresence, { what: "a presence" })).toBeTruthy();
    const ended = pool().query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${own}`);
    // As heartbeats do: between the first that is heard of the end and the last.
    for (let beat = 0; beat < 50; beat += 1) {
      asked.push(holdPresence());
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
  }
  await Promise.all(asked);
  await endPresence();
  await eventually(
    async () => (await pool().query(`SELECT FROM pg_stat_activity WHERE ${own}`)).rowCount === 0,
    { what: "no connection to be left" },
  );
});
