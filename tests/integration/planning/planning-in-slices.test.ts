import { afterEach, expect, test } from "vitest";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { archiveList } from "#lib/lists/archive-list.ts";
import { planBatches } from "#lib/planning/plan-batches.ts";
import { findCampaignToPlan, writeSlice } from "#lib/planning/planning-store.ts";
import { database, pool } from "#lib/platform/database.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { cancelMessages } from "#lib/sweeps/cancel-messages.ts";
import { findUnfinished } from "#lib/sweeps/sweep-store.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

/** One slice a turn, as if the planner were killed after each. */
const oneSlice = { firstSlices: [40], slice: 60, turnMilliseconds: 0 };

async function launched(recipients: number) {
  sink = await startSink();
  const actor = await makeActor();
  return { actor, ...(await makeLaunchedCampaign({ actor, port: sink.port, recipients })) };
}

test("the first slice is sent to while the others are not written yet, and the campaign is not over before they are", async () => {
  const { id, actor } = await launched(240);
  await planBatches({ campaignId: id }, oneSlice);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 40 });
  expect(await readCampaignProgress(actor, id)).toMatchObject({
    audience: 40,
    isPlanned: false,
    secondsLeft: null,
  });

  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 40 });
  expect(await stateOf(id)).toBe("sending");

  for (const accepted of [100, 160, 220]) {
    await planBatches({ campaignId: id }, oneSlice);
    expect(await expectBooksToBalance(id)).toMatchObject({ queued: 60 });
    await deliverOnce(id);
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted });
    expect(await stateOf(id)).toBe("sending");
  }
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 240 });
  expect(await stateOf(id)).toBe("finished");
  expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
  expect(await readCampaignProgress(actor, id)).toMatchObject({ audience: 240, isPlanned: true });
});

test("several planners at once write everyone once", async () => {
  const { id } = await launched(2_000);
  const pace = { ...oneSlice, turnMilliseconds: 60_000 };
  await Promise.all([1, 2, 3].map(() => planBatches({ campaignId: id }, pace)));
  await planBatches({ campaignId: id }, pace);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 2_000 });
  const { rows } = await pool().query(
    "SELECT max(size)::int AS largest FROM (SELECT count(*) AS size FROM messages WHERE campaign_id = $1 GROUP BY batch) batches",
    [id],
  );
  expect(rows[0].largest).toBeLessThanOrEqual(500);
});

test("a planner that ended in the middle is found by the sweep, also while the campaign is paused", async () => {
  const { id, actor } = await launched(150);
  await planBatches({ campaignId: id }, oneSlice);
  const unfinished = async () => (await findUnfinished()).find((campaign) => campaign.id === id);
  expect(await unfinished()).toMatchObject({ state: "sending", isPlanned: false });

  await pauseCampaign(actor, id);
  expect(await unfinished()).toMatchObject({ state: "paused", isPlanned: false });
  await plan(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 150 });
  expect(await stateOf(id)).toBe("paused");
  expect(await unfinished()).toBeUndefined();

  await resumeCampaign(actor, id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 150 });
  expect(await stateOf(id)).toBe("finished");
});

test("a cancelled campaign gets no more recipients, and those it has are cancelled", async () => {
  const { id, actor } = await launched(150);
  await planBatches({ campaignId: id }, oneSlice);
  const campaign = await findCampaignToPlan(id);
  await cancelCampaign(actor, id);
  if (!campaign) throw new Error("gone");
  expect(await writeSlice(campaign, 300, null)).toBeNull();
  await plan(id);
  await cancelMessages({ campaignId: id });
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 0, cancelled: 40 });
  expect(await readCampaignProgress(actor, id)).toMatchObject({ audience: 40, isPlanned: false });
});

test("a pause in the middle of the first slice undoes it, and resuming plans from the beginning", async () => {
  const { id, actor } = await launched(150);
  await pauseCampaign(actor, id);
  await plan(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 0 });
  await resumeCampaign(actor, id);
  expect(await stateOf(id)).toBe("planning");
  await plan(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 150 });
});

test("a list that is archived after Send was pressed keeps its people in the campaign; one archived before does not", async () => {
  const { id, actor, listId } = await launched(150);
  await planBatches({ campaignId: id }, oneSlice);
  expect(await archiveList(actor, listId, true)).toBe(true);
  await plan(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 150 });
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 150 });

  const other = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 10 });
  await archiveList(actor, other.listId, true);
  await database().campaign.update({
    where: { id: other.id },
    data: { launchedAt: new Date(Date.now() + 1_000) },
  });
  await plan(other.id);
  expect(await expectBooksToBalance(other.id)).toMatchObject({ queued: 0 });
});

test("whoever is put on an excluded list before their mail leaves does not get it", async () => {
  const { id, actor } = await launched(3);
  const buyers = await database().list.create({ data: { workspaceId: actor.workspaceId, name: "Buyers" } });
  await database().campaignList.create({ data: { campaignId: id, listId: buyers.id, mode: "exclude" } });
  await plan(id);
  const { contactId } = await readMessage(id, "person2@example.org");
  await database().subscription.create({ data: { listId: buyers.id, contactId, source: "hand" } });
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 2, skipped: 1 });
  expect(await readMessage(id, "person2@example.org")).toMatchObject({ skipReason: "excluded" });
});

test("people on several lists get one row, whatever the slices, and excluded lists hold in each of them", async () => {
  const { id, actor, listId } = await launched(900);
  const { workspaceId } = actor;
  const contacts = await database().contact.findMany({ where: { workspaceId }, orderBy: { id: "asc" } });
  const list = async (name: string, mode: "include" | "exclude", members: typeof contacts) => {
    const made = await database().list.create({ data: { workspaceId, name } });
    await database().subscription.createMany({
      data: members.map((contact) => ({ listId: made.id, contactId: contact.id, source: "hand" })),
    });
    await database().campaignList.create({ data: { campaignId: id, listId: made.id, mode } });
  };
  // A small list that reaches far, one that lies in the middle, and a few excluded people from everywhere.
  await list(
    "Far",
    "include",
    contacts.filter((_, index) => index % 100 === 99),
  );
  await list("Middle", "include", contacts.slice(300, 650));
  await list(
    "Not them",
    "exclude",
    contacts.filter((_, index) => index % 90 === 5),
  );
  const left = contacts[400];
  await database().subscription.update({
    where: { listId_contactId: { listId, contactId: left?.id ?? 0n } },
    data: { status: "unsubscribed" },
  });
  const slices: number[] = [];
  for (;;) {
    await planBatches({ campaignId: id }, { firstSlices: [90], slice: 90, turnMilliseconds: 0 });
    slices.push((await expectBooksToBalance(id)).queued);
    if ((await findCampaignToPlan(id))?.plannedAt) break;
  }
  expect(slices.length).toBeGreaterThan(5);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 890 });
});

test("an address that is deleted and added again while recipients are written gets one mail, and who is new is for the next time", async () => {
  const { id, listId, actor } = await launched(100);
  await planBatches({ campaignId: id }, oneSlice);
  await deliverOnce(id);
  const again = sink.received[0]?.recipient ?? "";
  await database().contact.deleteMany({ where: { workspaceId: actor.workspaceId, email: again } });
  for (const email of [again, "newcomer@example.org"]) {
    const subscriptions = { create: { listId, source: "hand" as const } };
    await database().contact.create({ data: { workspaceId: actor.workspaceId, email, subscriptions } });
  }
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 100 });
  expect(sink.received.filter(({ recipient }) => recipient === again)).toHaveLength(1);
  expect(sink.received.map(({ recipient }) => recipient)).not.toContain("newcomer@example.org");
});
