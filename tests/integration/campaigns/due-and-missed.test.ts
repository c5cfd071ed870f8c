import { expect, test } from "vitest";
import { readCampaign } from "#lib/campaigns/read-campaign.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { startDueCampaigns } from "#lib/campaigns/start-due-campaigns.ts";
import { database } from "#lib/platform/database.ts";
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
