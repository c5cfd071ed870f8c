import PostalMime from "postal-mime";
import { afterEach, expect, test, vi } from "vitest";
import { startDueCampaigns } from "#lib/campaigns/start-due-campaigns.ts";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { database, pool } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { makeRefusedCampaign } from "#tests/support/refused-campaign.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(async () => {
  vi.useRealTimers();
  await sink.close();
});

/** This process's clock is wrong; the database's is not. */
function putClockOff(hours: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000, shouldAdvanceTime: true });
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
    // Of the five minutes and a fifth more or less, some may have gone by.
    expect(Math.min(...minutes)).toBeGreaterThan(1);
    expect(Math.max(...minutes)).toBeLessThan(7);
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
    `UPDATE messages SET first_attempt_at = now() - interval '61 minutes', next_attempt_at = now() - interval '1 second' WHERE campaign_id = $1`,
    [id],
  );
  putClockOff(-2);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 2, deferred: 0 });
});

test("what a worker gives back after a retry is due at once for the others, whatever its clock says", async () => {
  const id = await makeDeferring(72);
  await deliverOnce(id);
  await pool().query(
    "UPDATE messages SET next_attempt_at = now() - interval '1 second' WHERE campaign_id = $1",
    [id],
  );
  sink.setRule(answerAt("rcpt", "550 5.4.5 Daily user sending limit exceeded"));
  putClockOff(1);
  await deliverOnce(id);
  expect(await minutesUntilNext(id)).toEqual([expect.any(Number), expect.any(Number)]);
  expect(Math.max(...(await minutesUntilNext(id)))).toBeLessThanOrEqual(0);
});

/** So many hours before and after this moment, by the clock of UTC: hour and minute, minutes of the day. */
function hoursAround(moment: Date, hours: number) {
  const minutes = [-hours, hours].map((each) => {
    const at = new Date(moment.getTime() + each * 3_600_000);
    return at.getUTCHours() * 60 + at.getUTCMinutes();
  });
  const [from = 0, to = 0] = minutes;
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return {
    server: { hoursFrom: from, hoursTo: to, hoursTimeZone: "UTC" },
    campaign: { windowFrom: clock(from), windowTo: clock(to), timeZone: "UTC" },
  };
}

test.each([
  ["a server", "server"],
  ["a campaign", "campaign"],
] as const)(
  "the hours of %s are those of the database's clock, in a claim and in a sweep",
  async (_, whose) => {
    sink = await startSink();
    const { id, serverId } = await makeLaunchedCampaign({
      actor: await makeActor(),
      port: sink.port,
      recipients: 3,
    });
    await plan(id);
    const setHours = async (moment: Date) => {
      const { server, campaign } = hoursAround(moment, 2);
      if (whose === "server")
        await database().sendingServer.update({ where: { id: serverId }, data: server });
      else await database().campaign.update({ where: { id }, data: campaign });
    };
    const now = new Date();
    putClockOff(6);
    await setHours(new Date(now.getTime() + 6 * 3_600_000));
    await deliverOnce(id);
    expect(await broughtBySweep(id)).toBe(0);
    expect(await expectBooksToBalance(id), "this worker's hours alone").toMatchObject({ accepted: 0 });
    await setHours(now);
    expect(await broughtBySweep(id)).toBe(1);
    await deliverOnce(id);
    expect(await expectBooksToBalance(id), "the database's hours").toMatchObject({ accepted: 3 });
  },
);

test("a schedule is missed by the database's clock", async () => {
  sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 1 });
  await database().campaign.update({
    where: { id },
    data: { state: "scheduled", launchedAt: null, scheduledAt: new Date(Date.now() - 60_000) },
  });
  putClockOff(6);
  await startDueCampaigns();
  expect(await stateOf(id), "launched, and not held as missed").toBe("planning");
});

test("a mail says when it was sent by the database's clock", async () => {
  sink = await startSink({ keepRaw: true });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 1 });
  await plan(id);
  const now = Date.now();
  putClockOff(-6);
  await deliverOnce(id);
  const { date = "" } = await PostalMime.parse(sink.received[0]?.raw ?? "");
  expect(Math.abs(Date.parse(date) - now)).toBeLessThan(3_600_000);
});

test("nobody is given up early: two weeks of full mailboxes are two by the database's clock", async () => {
  const actor = await makeActor();
  sink = await startSink({ rule: ({ point }) => (point === "rcpt" ? "552 5.2.2 mailbox full" : undefined) });
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: ["full@example.org"] });
  await pool().query(
    `INSERT INTO messages (workspace_id, campaign_id, contact_id, email, batch, state, category, finished_at)
     SELECT workspace_id, gen_random_uuid(), id, email, 0, 'bounced', 'mailbox_full', now() - make_interval(days => days)
     FROM contacts CROSS JOIN unnest(ARRAY[13, 10, 7, 3]) AS days WHERE workspace_id = $1`,
    [actor.workspaceId],
  );
  await plan(id);
  putClockOff(48);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 1 });
  expect(await database().suppression.count({ where: { workspaceId: actor.workspaceId } })).toBe(0);
});

/** Batches of a campaign that a sweep puts into the queue. */
async function broughtBySweep(campaignId: string): Promise<number> {
  const queue = queueClasses().openQueue("deliverBatch");
  try {
    await queue.drain();
    await sweepDeliveries();
    const jobs = await queue.getJobs(["waiting", "prioritized"]);
    return jobs.filter(({ data }) => data.campaignId === campaignId).length;
  } finally {
    await queue.close();
  }
}
