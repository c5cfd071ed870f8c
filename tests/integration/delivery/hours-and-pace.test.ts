import { afterEach, expect, test, vi } from "vitest";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { partsToEnd } from "#lib/lines/running-parts.ts";
import { database, pool } from "#lib/platform/database.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { writeLocalMoment } from "#lib/timing/campaign-schedule.ts";
import { everyDay } from "#lib/timing/send-window.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan, stateOf, takeTurns } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(async () => {
  vi.restoreAllMocks();
  await sink.close();
});

/** By both clocks of this machine, which go on from there. */
function letMinutesPass(minutes: number): void {
  for (const clock of [performance, Date]) {
    const now = clock.now.bind(clock);
    vi.spyOn(clock, "now").mockImplementation(() => now() + minutes * 60_000);
  }
}

/** Today's number in Jakarta, 1 is Monday. */
const today = () =>
  new Date(`${writeLocalMoment(new Date(), "Asia/Jakarta").slice(0, 10)}T00:00Z`).getUTCDay() || 7;

test("outside its days a campaign waits, says until when, and goes on by itself when they come", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 20 });
  const inThreeDays = ((today() + 2) % 7) + 1;
  await database().campaign.update({ where: { id }, data: { windowDays: [inThreeDays] } });
  await plan(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 20, accepted: 0 });
  expect(await stateOf(id)).toBe("sending");
  const progress = await readCampaignProgress(actor, id);
  expect(progress?.timeZone).toBe("Asia/Jakarta");
  expect(writeLocalMoment(new Date(progress?.waitsUntil ?? 0), "Asia/Jakarta")).toMatch(/T00:00$/);

  const queue = queueClasses().openQueue("deliverBatch");
  try {
    await queue.drain();
    await sweepDeliveries();
    expect(await queue.count(), "jobs while its days are not there").toBe(0);

    await database().campaign.update({ where: { id }, data: { windowDays: everyDay } });
    await sweepDeliveries();
    expect(await queue.count(), "jobs when they are").toBe(1);
  } finally {
    await queue.close();
  }
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 20 });
  expect(await readCampaignProgress(actor, id)).toMatchObject({ state: "finished", waitsUntil: null });
});

test("once everybody was tried, a campaign says when the first of the deferred is tried again", async () => {
  sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient.startsWith("full") ? "452 4.2.2 Mailbox full" : undefined,
  });
  const actor = await makeActor();
  const recipients = ["fine@example.org", "full1@example.org", "full2@example.org"];
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients });
  await plan(id);
  expect(await readCampaignProgress(actor, id)).toMatchObject({ left: 3, nextTryAt: null });
  await deliverOnce(id);
  const { _min: first } = await database().message.aggregate({
    where: { campaignId: id, state: "deferred" },
    _min: { nextAttemptAt: true },
  });
  expect(await readCampaignProgress(actor, id)).toMatchObject({
    left: 2,
    nextTryAt: first.nextAttemptAt?.toISOString(),
  });
});

test("a campaign with a rate of its own takes its moments from one row for all workers, and everyone gets one mail", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 30 });
  await database().campaign.update({ where: { id }, data: { maxPerSecond: 100, spreadHours: null } });
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 30 });
  expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
  const { rows } = await pool().query("SELECT 1 FROM send_paces WHERE key = $1", [`campaign ${id}`]);
  expect(rows).toHaveLength(1);
});

// After the first mail nothing is claimed for minutes.
test.each([
  ["has a slow rate of its own", { maxPerSecond: 0.005 }],
  ["is spread over an hour", { spreadHours: 1 }],
])(
  "a campaign that %s holds no connections that another could use, and no messages that wait for their moment",
  async (_what, pace) => {
    sink = await startSink();
    const actor = await makeActor();
    const slow = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 12, maxConnections: 2 });
    const { senderId } = await database().campaign.findUniqueOrThrow({ where: { id: slow.id } });
    await database().campaign.update({ where: { id: slow.id }, data: pace });
    const quick = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 40 });
    await database().campaign.update({ where: { id: quick.id }, data: { senderId } });
    await plan(slow.id);
    await plan(quick.id);
    await Promise.all([deliverOnce(slow.id), deliverAll(quick.id)]);
    expect(await stateOf(quick.id)).toBe("finished");
    await deliverOnce(slow.id);
    expect(await expectBooksToBalance(slow.id)).toMatchObject({ accepted: 1, sending: 0, queued: 11 });
  },
);

test("a server's hours end for what is claimed as well: after that no more arrive than were on the wire", async () => {
  sink = await startSink({
    rule: answerAt("dot", { do: "wait", milliseconds: 40 }),
  });
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 20,
    maxConnections: 2,
    server: { hoursFrom: (minute + 1_380) % 1_440, hoursTo: (minute + 5) % 1_440, hoursTimeZone: "UTC" },
  });
  await plan(id);
  const sending = takeTurns(id);
  await eventually(() => sink.received.length >= 4, { what: "some mails to have arrived" });
  letMinutesPass(6);
  const atTheEnd = sink.received.length;
  await sending;
  await partsToEnd();
  expect(sink.received.length - atTheEnd).toBeLessThanOrEqual(2);
  expect(await expectBooksToBalance(id)).toMatchObject({
    accepted: sink.received.length,
    queued: 20 - sink.received.length,
  });
});
