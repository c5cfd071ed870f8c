import { expect, test } from "vitest";
import { PermissionDenied } from "#lib/accounts/actor.ts";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { unscheduleCampaign } from "#lib/campaigns/unschedule-campaign.ts";
import { reviewCampaign } from "#lib/checks/review-campaign.ts";
import { cloneCampaign } from "#lib/drafts/clone-campaign.ts";
import { createCampaign } from "#lib/drafts/create-campaign.ts";
import { deleteCampaign } from "#lib/drafts/delete-campaign.ts";
import { renameCampaign } from "#lib/drafts/rename-campaign.ts";
import { saveCampaign } from "#lib/drafts/save-campaign.ts";
import { database } from "#lib/platform/database.ts";
import { listCampaigns } from "#lib/progress/list-campaigns.ts";
import { readCampaign } from "#lib/progress/read-campaign.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { makeActor } from "../../support/workspace.ts";
import { makeReadyCampaign } from "./ready-campaign.ts";

test("a new campaign is tried again for 72 hours, any day, as fast as its server takes it, and takes turns with others", async () => {
  const actor = await makeActor();
  const { id } = await createCampaign(actor, { name: "Letter" });
  expect((await readCampaign(actor, id))?.draft).toMatchObject({
    retryHours: 72,
    windowFrom: null,
    windowTo: null,
    windowDays: [1, 2, 3, 4, 5, 6, 7],
    maxPerSecond: null,
    spreadHours: null,
    priority: "campaign",
  });
});

test("two who type into different fields at the same moment both keep their words", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  await Promise.all([
    saveCampaign(actor, id, { patch: { subject: "Hers" }, base: { subject: "What is new" } }),
    saveCampaign(actor, id, { patch: { preheader: "His" }, base: { preheader: "Three things" } }),
  ]);
  expect((await readCampaign(actor, id))?.draft).toMatchObject({ subject: "Hers", preheader: "His" });
});

test("two who type into one field are told: the first stays saved, the second gets it to compare", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  const base = { subject: "What is new" };
  const outcomes = await Promise.all(
    ["Hers", "His"].map((subject) => saveCampaign(actor, id, { patch: { subject }, base })),
  );
  const saved = outcomes.find(({ kind }) => kind === "saved");
  const conflict = outcomes.find(({ kind }) => kind === "conflict");
  if (saved?.kind !== "saved" || conflict?.kind !== "conflict") throw new Error("one of each was expected");
  expect(conflict.fields).toEqual(["subject"]);
  expect(conflict.draft.subject).toBe(saved.draft.subject);
  expect((await readCampaign(actor, id))?.draft.subject).toBe(saved.draft.subject);
});

test("a list both included and excluded is excluded", async () => {
  const actor = await makeActor();
  const { id, listId } = await makeReadyCampaign(actor);
  const saved = await saveCampaign(actor, id, { patch: { excludeListIds: [listId] }, base: {} });
  expect(saved).toMatchObject({ kind: "saved", draft: { includeListIds: [], excludeListIds: [listId] } });
});

test("what was scheduled or sent is not changed by somebody still typing", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  await scheduleCampaign(actor, id, { kind: "now" });
  const late = await saveCampaign(actor, id, { patch: { subject: "Too late" }, base: {} });
  expect(late).toEqual({ kind: "not_draft", state: "planning" });
  expect((await readCampaign(actor, id))?.draft.subject).toBe("What is new");
  expect(await deleteCampaign(actor, id)).toBe(false);
});

test("a copy has the words, the audience and the sender, and neither time nor results", async () => {
  const actor = await makeActor();
  const { id, listId, senderId } = await makeReadyCampaign(actor);
  await database().campaign.update({
    where: { id },
    data: {
      state: "finished",
      scheduledAt: new Date(),
      launchedAt: new Date(),
      finishedAt: new Date(),
      audience: 3,
      accepted: 2,
      bounced: 1,
      pauseReason: { key: "person" },
    },
  });
  const copy = await cloneCampaign(actor, id, "November news, again");
  const cloned = await readCampaign(actor, copy?.id ?? "");
  const original = await readCampaign(actor, id);
  expect(cloned).toMatchObject({
    state: "draft",
    audience: 0,
    pauseReason: null,
    launchedAt: null,
    finishedAt: null,
  });
  expect(Object.values(cloned?.books ?? { none: 1 }).every((count) => count === 0)).toBe(true);
  expect(cloned?.draft).toEqual({ ...original?.draft, name: "November news, again", scheduledAt: null });
  expect(cloned?.draft).toMatchObject({ includeListIds: [listId], senderId });
});

test("the table finds campaigns by state and words, newest first, page by page", async () => {
  const actor = await makeActor();
  const ids: string[] = [];
  for (let number = 0; number < 27; number += 1) {
    ids.push((await createCampaign(actor, { name: `Campaign ${number}` })).id);
  }
  const first = await listCampaigns(actor, {});
  expect(first.campaigns.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 25));
  const second = await listCampaigns(actor, { after: first.next });
  expect(second.campaigns.map(({ id }) => id)).toEqual(ids.slice(0, 2).toReversed());
  expect(second.next).toBeNull();
  expect((await listCampaigns(actor, { words: "campaign 13" })).campaigns).toHaveLength(1);
  expect((await listCampaigns(actor, { filter: "finished" })).campaigns).toEqual([]);
  expect(first.counts).toMatchObject({ all: 27, draft: 27, finished: 0 });
});

test("nothing of a campaign can be read or moved from another workspace", async () => {
  const stranger = await makeActor();
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  expect(await readCampaign(stranger, id)).toBeNull();
  expect(await reviewCampaign(stranger, id)).toBeNull();
  expect(await readCampaignProgress(stranger, id)).toBeNull();
  expect(await cloneCampaign(stranger, id, "Mine")).toBeNull();
  expect(await renameCampaign(stranger, id, "Mine")).toBe(false);
  expect(await deleteCampaign(stranger, id)).toBe(false);
  expect((await listCampaigns(stranger, {})).campaigns).toEqual([]);
  const notFound = { kind: "not_found" };
  expect(await saveCampaign(stranger, id, { patch: { name: "Mine" }, base: {} })).toEqual(notFound);
  expect(await scheduleCampaign(stranger, id, { kind: "now" })).toEqual(notFound);
  await database().campaign.update({ where: { id }, data: { state: "sending" } });
  for (const move of [pauseCampaign, resumeCampaign, cancelCampaign, unscheduleCampaign]) {
    expect(await move(stranger, id)).toEqual(notFound);
  }
  expect((await readCampaign(actor, id))?.state).toBe("sending");
});

test("lists, senders and templates of another workspace cannot be put into a draft", async () => {
  const stranger = await makeActor();
  const theirs = await makeReadyCampaign(stranger);
  const actor = await makeActor();
  const { id } = await createCampaign(actor, { name: "Mine" });
  const patch = {
    includeListIds: [theirs.listId],
    senderId: theirs.senderId,
    templateId: crypto.randomUUID(),
  };
  expect(await saveCampaign(actor, id, { patch, base: {} })).toEqual({
    kind: "unknown_reference",
    fields: ["includeListIds", "senderId", "templateId"],
  });
});

test("a viewer sees and moves nothing", async () => {
  const owner = await makeActor();
  const { id } = await makeReadyCampaign(owner);
  const viewer = { ...owner, role: "viewer" } as const;
  expect((await readCampaign(viewer, id))?.state).toBe("draft");
  const refused = [
    () => createCampaign(viewer, { name: "No" }),
    () => saveCampaign(viewer, id, { patch: { name: "No" }, base: {} }),
    () => scheduleCampaign(viewer, id, { kind: "now" }),
    () => unscheduleCampaign(viewer, id),
    () => pauseCampaign(viewer, id),
    () => resumeCampaign(viewer, id),
    () => cancelCampaign(viewer, id),
    () => cloneCampaign(viewer, id, "No"),
    () => renameCampaign(viewer, id, "No"),
    () => deleteCampaign(viewer, id),
  ];
  for (const verb of refused) await expect(verb()).rejects.toBeInstanceOf(PermissionDenied);
  expect((await readCampaign(owner, id))?.state).toBe("draft");
});

test("the progress of a campaign adds up", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  await database().campaign.update({
    where: { id },
    data: {
      state: "sending",
      audience: 10,
      plannedAt: new Date(),
      queued: 4,
      deferred: 1,
      accepted: 4,
      bounced: 1,
    },
  });
  const message = await database().message.create({
    data: {
      workspaceId: actor.workspaceId,
      campaignId: id,
      contactId: 1n,
      email: "full@example.com",
      batch: 0,
    },
  });
  const event = {
    workspaceId: actor.workspaceId,
    campaignId: id,
    messageId: message.id,
    contactId: 1n,
    attempt: 1,
  };
  // Among those of the last five seconds for a minute from now on.
  const at = new Date(Date.now() + 60_000);
  await database().deliveryEvent.createMany({
    data: [
      { ...event, kind: "accepted", at },
      {
        ...event,
        kind: "deferred",
        at,
        replyCode: 452,
        enhancedCode: "4.2.2",
        replyText: "Mailbox full",
      },
    ],
  });
  const progress = await readCampaignProgress(actor, id);
  expect(progress).toMatchObject({
    state: "sending",
    audience: 10,
    left: 5,
    ratePerSecond: 0.4,
    secondsLeft: 10,
  });
  const books = Object.values(progress?.books ?? {}).reduce((sum, count) => sum + count, 0);
  expect(books).toBe(progress?.audience);
});
