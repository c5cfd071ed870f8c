import { afterEach, expect, test, vi } from "vitest";
import { sweepDeliveries } from "#lib/delivery/sweep-deliveries.ts";
import { pool } from "#lib/platform/database.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { readMessage } from "#tests/support/campaign.ts";
import { deliverOnce } from "#tests/support/deliver.ts";
import { makeRefusedCampaign } from "#tests/support/refused-campaign.ts";
import type { SmtpSink } from "#tests/support/smtp-sink.ts";

let sink: SmtpSink;
afterEach(async () => {
  vi.useRealTimers();
  await sink.close();
});

/** This process's clock is wrong; the database's is not. */
function putClockOff(hours: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000 });
}

async function makeDeferring(retryHours: number): Promise<string> {
  const refused = await makeRefusedCampaign({ reply: "451 4.3.0 try later", recipients: 2, retryHours });
  sink = refused.sink;
  return refused.id;
}

/** Minutes by the database's clock. */
async function minutesUntilNext(campaignId: string): Promise<number[]> {
  const { rows } = await pool().query<{ minutes: number }>(
    `SELECT (extract(epoch FROM next_attempt_at - now()) / 60)::float8 AS minutes FROM messages
     WHERE campaign_id = $1 AND state = 'deferred'`,
    [campaignId],
  );
  return rows.map(({ minutes }) => minutes);
}

test.each([
  ["behind", -1],
  ["ahead", 1],
])(
  "a worker whose clock is an hour %s tries again when the timetable says, and gives up nobody early",
  async (_, hours) => {
    const id = await makeDeferring(1);
    putClockOff(hours);
    await deliverOnce(id);
    const minutes = await minutesUntilNext(id);
    expect(minutes).toHaveLength(2);
    expect(Math.min(...minutes)).toBeGreaterThan(3.5);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(6);
    await deliverOnce(id);
    await sweepDeliveries();
    expect(await readMessage(id, "person1@example.org")).toMatchObject({ state: "deferred", attempts: 1 });
    expect(sink.count("rcpt"), "not tried before it is due").toBe(2);
  },
);

test("a worker whose clock is behind gives up whose window has closed", async () => {
  const id = await makeDeferring(1);
  await deliverOnce(id);
  await pool().query(
    `UPDATE messages SET first_attempt_at = now() - interval '1 hour', next_attempt_at = now() WHERE campaign_id = $1`,
    [id],
  );
  putClockOff(-2);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 2, deferred: 0 });
});

test("what a worker gives back after a retry is due at once for the others, whatever its clock says", async () => {
  const id = await makeDeferring(72);
  await deliverOnce(id);
  await pool().query("UPDATE messages SET next_attempt_at = now() WHERE campaign_id = $1", [id]);
  sink.setRule(answerAt("rcpt", "554 5.7.1 Relay access denied"));
  putClockOff(1);
  await deliverOnce(id);
  expect(await minutesUntilNext(id)).toEqual([expect.any(Number), expect.any(Number)]);
  expect(Math.max(...(await minutesUntilNext(id)))).toBeLessThanOrEqual(0);
});
