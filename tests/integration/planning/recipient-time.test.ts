import { afterEach, expect, test } from "vitest";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { sendAgain } from "#lib/decisions/send-again.ts";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { planBatches } from "#lib/planning/plan-batches.ts";
import { database, pool } from "#lib/platform/database.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { writeLocalMoment } from "#lib/timing/campaign-schedule.ts";
import { waveOf } from "#lib/timing/campaign-wave.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

const hour = 3_600_000;

test("everybody gets it when the campaign's time has come by their own clock, and the others wait", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const names = ["jakarta", "jayapura", "makassar", "nowhere", "unknown"];
  const { id } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: names.flatMap((name) => [1, 2, 3].map((number) => `${name}${number}@example.org`)),
  });
  const zones = { jakarta: "WIB", jayapura: "asia/jayapura", makassar: "Asia/Makassar", nowhere: "Bandung" };
  for (const [name, zone] of Object.entries(zones)) {
    await pool().query(
      `UPDATE contacts SET attributes = jsonb_build_object('time_zone', $3::text) WHERE workspace_id = $1 AND email LIKE $2 || '%'`,
      [actor.workspaceId, name, zone],
    );
  }
  // In half an hour by the clock of Makassar: an hour and a half from now in Jakarta, half an hour ago in Jayapura.
  const minutes = Math.floor(Date.now() / 60_000) * 60_000;
  const scheduledAt = new Date(minutes + 1.5 * hour);
  await database().campaign.update({ where: { id }, data: { recipientTime: true, scheduledAt } });
  for (let slice = 0; slice < 4; slice += 1)
    await planBatches({ campaignId: id }, { firstSlices: [4], slice: 4, turnMilliseconds: 0 });
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 15 });

  await deliverOnce(id);
  const received = () =>
    [...new Set(sink.received.map(({ recipient }) => recipient.replace(/\d@.*/, "")))].sort();
  expect(received()).toEqual(["jayapura"]);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 3, queued: 12 });
  const progress = await readCampaignProgress(actor, id);
  expect(progress?.waitsUntil).toBe(new Date(scheduledAt.getTime() - hour).toISOString());

  // Half an hour passes, then another.
  await pool().query(
    "UPDATE campaign_waves SET not_before = not_before - interval '31 minutes' WHERE campaign_id = $1",
    [id],
  );
  const queue = queueClasses().openQueue("deliverBatch");
  await queue.drain();
  await sweepDeliveries();
  const jobs = await queue.getJobs(["waiting", "prioritized"]);
  expect(new Set(jobs.map(({ data }) => waveOf(data.batch))).size, "waves that have jobs").toBe(1);
  await queue.close();
  await deliverOnce(id);
  expect(received()).toEqual(["jayapura", "makassar"]);

  await pool().query(
    "UPDATE campaign_waves SET not_before = not_before - interval '1 hour' WHERE campaign_id = $1",
    [id],
  );
  await eventually(
    async () => {
      await deliverAll(id);
      return (await stateOf(id)) === "finished";
    },
    { what: "everybody to have it" },
  );
  expect(received()).toEqual([...names].sort());
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 15 });
  expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
});

test("who joins later, and is sent to with the rest, has the hours of their own zone", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id, listId } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: ["ayu@example.org"],
  });
  await pool().query("UPDATE contacts SET attributes = $2 WHERE workspace_id = $1", [
    actor.workspaceId,
    { time_zone: "Asia/Jakarta" },
  ]);
  // Open in Jakarta from two hours ago on, for five hours; in Honolulu, 17 hours behind, it is closed.
  const clock = (ahead: number) =>
    writeLocalMoment(new Date(Date.now() + ahead * hour), "Asia/Jakarta").slice(11);
  await database().campaign.update({
    where: { id },
    data: { recipientTime: true, windowFrom: clock(-2), windowTo: clock(3) },
  });
  await plan(id);
  await deliverOnce(id);
  expect(await stateOf(id)).toBe("finished");

  async function join(email: string, zone: string): Promise<void> {
    await pool().query(
      `WITH person AS (
         INSERT INTO contacts (workspace_id, email, attributes, updated_at)
         VALUES ($1, $2, jsonb_build_object('time_zone', $3::text), now()) RETURNING id)
       INSERT INTO subscriptions (list_id, contact_id, source) SELECT $4, id, 'hand' FROM person`,
      [actor.workspaceId, email, zone, listId],
    );
  }
  await join("budi@example.org", "WIB");
  await join("keola@example.org", "Pacific/Honolulu");
  expect(await sendAgain(actor, id, "send_to_rest", { named: 2 })).toEqual({ kind: "done", messages: 2 });
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 2, queued: 1 });
  const [ayu, budi, keola] = await Promise.all(
    ["ayu", "budi", "keola"].map((name) => readMessage(id, `${name}@example.org`)),
  );
  expect(keola?.state).toBe("queued");
  const numbers = [ayu, budi, keola].map((message) => message?.batch ?? 0);
  expect(numbers.map(waveOf), "two zones, two waves").toEqual([1, 1, 2]);
  expect(numbers[1], "behind the last batch of the wave").toBe((numbers[0] ?? 0) + 1);
  const waves = await database().campaignWave.findMany({
    where: { campaignId: id },
    orderBy: { wave: "asc" },
  });
  expect(waves.map(({ batches }) => batches)).toEqual([2, 1]);
});

test.each(["draft", "scheduled", "held"] as const)(
  "Send now sends to everybody now, whatever time the %s campaign had",
  async (state) => {
    sink = await startSink();
    const actor = await makeActor();
    const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 3 });
    const inThreeDays = new Date(Date.now() + 72 * hour);
    await database().campaign.update({
      where: { id },
      data: { state, launchedAt: null, recipientTime: true, scheduledAt: inThreeDays },
    });
    expect(await scheduleCampaign(actor, id, { kind: "now" })).toMatchObject({ kind: "launched" });
    await plan(id);
    await deliverOnce(id);
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 3 });
  },
);
