import { expect, test } from "vitest";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { startDueCampaigns } from "#lib/campaigns/start-due-campaigns.ts";
import { database, pool } from "#lib/platform/database.ts";
import { readCampaign } from "#lib/progress/read-campaign.ts";
import { writeLocalMoment } from "#lib/timing/campaign-schedule.ts";
import { withBrokenRow } from "../../support/broken-row.ts";
import { makeActor } from "../../support/workspace.ts";
import { makeReadyCampaign, waitingJobs } from "./ready-campaign.ts";

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

async function makeDue(actor: Awaited<ReturnType<typeof makeActor>>, scheduledAt: Date): Promise<string> {
  const { id } = await makeReadyCampaign(actor);
  await database().campaign.update({ where: { id }, data: { state: "scheduled", scheduledAt } });
  return id;
}

test("a campaign whose time has come is launched once, however many schedulers look", async () => {
  const actor = await makeActor();
  const due = await makeDue(actor, minutesAgo(1));
  const early = await makeDue(actor, minutesAgo(-60));
  await Promise.all([startDueCampaigns(), startDueCampaigns(), startDueCampaigns()]);
  expect((await readCampaign(actor, due))?.state).toBe("planning");
  expect((await readCampaign(actor, early))?.state).toBe("scheduled");
  expect(
    (await waitingJobs("planBatches")).filter((data) => JSON.stringify(data).includes(due)),
  ).toHaveLength(1);
});

test("a due campaign that cannot be started holds up no other", async () => {
  const actor = await makeActor();
  const broken = await makeDue(actor, minutesAgo(2));
  const due = await makeDue(actor, minutesAgo(1));
  await withBrokenRow(broken, () => startDueCampaigns());
  expect((await readCampaign(actor, broken))?.state).toBe("scheduled");
  expect((await readCampaign(actor, due))?.state).toBe("planning");
  await startDueCampaigns();
  expect((await readCampaign(actor, broken))?.state).toBe("planning");
});

test("one that missed its time by more than an hour is held, and goes when a person says so", async () => {
  const actor = await makeActor();
  const id = await makeDue(actor, minutesAgo(61));
  await startDueCampaigns();
  expect(await readCampaign(actor, id)).toMatchObject({
    state: "held",
    pauseReason: { key: "missed_schedule" },
  });
  await startDueCampaigns();
  expect((await readCampaign(actor, id))?.state).toBe("held");
  expect(await scheduleCampaign(actor, id, { kind: "now" })).toEqual({ kind: "launched", audience: 3 });
  expect(await readCampaign(actor, id)).toMatchObject({ state: "planning", pauseReason: null });
});

/** Within the hour by the clock of Jakarta; one recipient is elsewhere. */
async function makeByTheirClocks(
  actor: Awaited<ReturnType<typeof makeActor>>,
  timeZone: string,
): Promise<string> {
  const { id, listId } = await makeReadyCampaign(actor, { changes: { recipientTime: true } });
  await pool().query(
    `UPDATE contacts SET attributes = jsonb_build_object('time_zone', $2::text)
     WHERE id IN (SELECT contact_id FROM subscriptions WHERE list_id = $1 LIMIT 1)`,
    [listId, timeZone],
  );
  const local = writeLocalMoment(minutesAgo(-60), "Asia/Jakarta");
  expect(await scheduleCampaign(actor, id, { kind: "at", local, timeZone: "Asia/Jakarta" })).toMatchObject({
    kind: "scheduled",
  });
  return id;
}

test("by its recipients' clocks one is held whose beginning was missed, if that was somebody's time", async () => {
  const actor = await makeActor();
  const missed = await makeByTheirClocks(actor, "Pacific/Auckland");
  await database().campaign.update({ where: { id: missed }, data: { startAt: minutesAgo(6 * 60) } });
  await startDueCampaigns();
  expect(await readCampaign(actor, missed)).toMatchObject({
    state: "held",
    pauseReason: { key: "missed_schedule" },
  });

  const another = await makeActor();
  const inTime = await makeByTheirClocks(another, "Asia/Jakarta");
  await database().campaign.update({ where: { id: inTime }, data: { startAt: minutesAgo(6 * 60) } });
  await startDueCampaigns();
  expect((await readCampaign(another, inTime))?.state, "nobody is late").toBe("planning");
});

test("by its recipients' clocks one that is scheduled after some of them had their time goes", async () => {
  const actor = await makeActor();
  const id = await makeByTheirClocks(actor, "Pacific/Auckland");
  await startDueCampaigns();
  expect((await readCampaign(actor, id))?.state).toBe("planning");
});

test("one that cannot go when its time comes is held with what is missing", async () => {
  const actor = await makeActor();
  const { id, senderId } = await makeReadyCampaign(actor);
  await database().campaign.update({
    where: { id },
    data: { state: "scheduled", scheduledAt: minutesAgo(1) },
  });
  await database().sender.update({ where: { id: senderId }, data: { archivedAt: new Date() } });
  await startDueCampaigns();
  expect(await readCampaign(actor, id)).toMatchObject({
    state: "held",
    pauseReason: { key: "not_ready", detail: "no_sender" },
  });
});

test("a launch whose job was lost is nudged again", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  await database().campaign.update({ where: { id }, data: { state: "planning", updatedAt: minutesAgo(1) } });
  await startDueCampaigns();
  expect(await waitingJobs("planBatches")).toContainEqual({ campaignId: id });
});
