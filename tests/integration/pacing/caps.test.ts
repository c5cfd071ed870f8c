import { expect, test } from "vitest";
import { closeIdleLines } from "#lib/lines/sending-line.ts";
import { findCapUntil, returnSlots } from "#lib/pacing/count-store.ts";
import { findNextMoment, takeNearMoment } from "#lib/pacing/moment-store.ts";
import { reserveSlots } from "#lib/pacing/slot-store.ts";
import { pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, deliverUntilState, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const unlimited = { perSecond: null, hourlyCap: null, dailyCap: null };

/** Lets so much time pass for the counts. */
async function age(key: string, interval: string): Promise<void> {
  await pool().query("UPDATE send_counts SET minute = minute - $2::interval WHERE key = $1", [key, interval]);
}

test("many who reserve at once get moments that follow one another, none twice", async () => {
  const limits = { ...unlimited, perSecond: 100 };
  const reserved = await Promise.all(Array.from({ length: 20 }, () => reserveSlots("rate", 50, limits)));
  expect(reserved.every(({ granted, spacing }) => granted === 50 && spacing === 10)).toBe(true);
  const { rows } = await pool().query<{ ahead: number }>(
    "SELECT (extract(epoch FROM next_free_at - clock_timestamp()) * 1000)::float8 AS ahead FROM send_paces WHERE key = 'rate'",
  );
  // 1,000 moments of ten milliseconds: those that are over by now are at most as long ago as this test has run.
  expect(rows[0]?.ahead).toBeLessThanOrEqual(10_000);
  expect(Math.max(...reserved.map(({ startsIn }) => startsIn))).toBeGreaterThan(0);
});

test("many who reserve at once get no more than the cap, and are told when it leaves room again", async () => {
  const limits = { ...unlimited, hourlyCap: 95 };
  const reserved = await Promise.all(Array.from({ length: 12 }, () => reserveSlots("cap", 10, limits)));
  expect(reserved.reduce((sum, { granted }) => sum + granted, 0)).toBe(95);
  const { fullFor } = await reserveSlots("cap", 1, limits);
  const minutes = fullFor / 60_000;
  expect(minutes).toBeGreaterThan(58);
  expect(minutes).toBeLessThanOrEqual(62);
});

test("the hour and the day move with the clock: what is older frees its room, and not before", async () => {
  const limits = { ...unlimited, hourlyCap: 10, dailyCap: 25 };
  expect((await reserveSlots("window", 50, limits)).granted).toBe(10);
  await age("window", "59 minutes");
  expect((await reserveSlots("window", 50, limits)).granted).toBe(0);
  await age("window", "3 minutes");
  expect((await reserveSlots("window", 50, limits)).granted).toBe(10);
  await age("window", "62 minutes");
  expect((await reserveSlots("window", 50, limits)).granted, "the day has five left").toBe(5);
  await age("window", "62 minutes");
  const { granted, fullFor } = await reserveSlots("window", 50, limits);
  expect(granted).toBe(0);
  expect(fullFor / 3_600_000, "hours until the day's first are over").toBeGreaterThan(20);
});

test("who took its moment in one minute and began in the next is within the hour after that: no 60 minutes hold more than the cap", async () => {
  const limits = { ...unlimited, hourlyCap: 10 };
  for (let times = 0, isSameMinute = false; !isSameMinute; times += 1) {
    const key = `the minute's edge ${times}`;
    const taken = await reserveSlots(key, 10, limits);
    // Said a moment later, in the minute after: 59 minutes and a half ago now.
    await age(key, "61 minutes");
    const next = await reserveSlots(key, 10, limits);
    isSameMinute = next.countedIn?.getTime() === taken.countedIn?.getTime();
    if (isSameMinute) expect(next.granted).toBe(0);
  }
});

test("a moment that is reserved for later counts in the minute in which it comes", async () => {
  const limits = { ...unlimited, perSecond: 1 / 600, hourlyCap: 10 };
  const [first, second] = [await reserveSlots("later", 1, limits), await reserveSlots("later", 1, limits)];
  expect(second.startsIn).toBeGreaterThan(590_000);
  expect(Number(second.countedIn) - Number(first.countedIn)).toBeGreaterThanOrEqual(540_000);
});

test("what a clock that was ahead has left behind holds up nobody once it is right again", async () => {
  const limits = { ...unlimited, perSecond: 10 };
  await pool().query(
    `INSERT INTO send_paces (key, next_free_at) VALUES ('ahead', now() + interval '1 hour'), ('seldom ahead', now() + interval '1 hour'),
       ('taken', now() + interval '20 seconds')`,
  );
  expect(await reserveSlots("ahead", 2, limits)).toMatchObject({ startsIn: 0 });
  expect((await reserveSlots("ahead", 2, limits)).startsIn, "behind those two").toBeLessThanOrEqual(200);
  expect((await reserveSlots("taken", 2, limits)).startsIn, "by many workers").toBeGreaterThan(1_000);
  expect(await findNextMoment("seldom ahead", 100_000)).toBe(0);
  expect(await takeNearMoment("seldom ahead", 100_000, 3_000)).toBe(0);
  expect(
    await takeNearMoment("seldom ahead", 100_000, 3_000),
    "the next is as far as it should be",
  ).toBeNull();

  await reserveSlots("cap ahead", 10, { ...unlimited, dailyCap: 10 });
  await age("cap ahead", "-1 hour");
  expect(await findCapUntil("cap ahead", null, 10)).toBeNull();
  expect((await reserveSlots("cap ahead", 10, { ...unlimited, dailyCap: 10 })).granted).toBe(10);
});

test("moments that nobody used are room under the cap again", async () => {
  const limits = { ...unlimited, dailyCap: 20 };
  const { countedIn } = await reserveSlots("unused", 20, limits);
  await returnSlots("unused", countedIn ?? new Date(0), 8);
  expect((await reserveSlots("unused", 20, limits)).granted).toBe(8);
});

test("what was reserved long ago and is given back frees its own minute's room, not that of what was sent since", async () => {
  const limits = { ...unlimited, hourlyCap: 20 };
  await reserveSlots("returned late", 10, limits);
  await age("returned late", "30 minutes");
  await reserveSlots("returned late", 10, limits);
  const { rows } = await pool().query<{ minute: Date }>(
    "SELECT min(minute) AS minute FROM send_counts WHERE key = 'returned late'",
  );
  await returnSlots("returned late", rows[0]?.minute ?? new Date(0), 10);
  await age("returned late", "32 minutes");
  expect((await reserveSlots("returned late", 20, limits)).granted, "ten went within the hour").toBe(10);
});

test("a campaign sends as many as the cap allows, waits without a fault, also after a restart, and goes on when there is room", async () => {
  const sink = await startSink();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 100,
    server: { hourlyCap: 60 },
  });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      return sink.received.length >= 60;
    },
    { what: "60 mails" },
  );
  // As a restart: nothing of the process's own memory is left.
  await closeIdleLines();
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 60, queued: 40 });
  expect(sink.received).toHaveLength(60);
  expect(await stateOf(id)).toBe("sending");

  await age(`server ${serverId}`, "62 minutes");
  await closeIdleLines();
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 100 });
  expect(await stateOf(id)).toBe("finished");
  await sink.close();
});

test("a try of a server that is away uses up nothing of its cap", async () => {
  const closed = await startSink();
  await closed.close();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: closed.port,
    recipients: 3,
    server: { dailyCap: 3 },
  });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      const { rows } = await pool().query(
        "SELECT 1 FROM server_breakers WHERE server_id = $1 AND times >= 2",
        [serverId],
      );
      return rows.length === 1;
    },
    { what: "two tries" },
  );
  const back = await startSink({ port: closed.port });
  await deliverUntilState(id, "finished");
  expect(back.received).toHaveLength(3);
  await back.close();
});
