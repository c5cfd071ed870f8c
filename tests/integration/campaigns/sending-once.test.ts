import { expect, test } from "vitest";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { unscheduleCampaign } from "#lib/campaigns/unschedule-campaign.ts";
import { reviewCampaign } from "#lib/checks/review-campaign.ts";
import { database } from "#lib/platform/database.ts";
import { readCampaign } from "#lib/progress/read-campaign.ts";
import { makeActor } from "../../support/workspace.ts";
import { makeContact } from "../audience/people.ts";
import { makeReadyCampaign, waitingJobs } from "./ready-campaign.ts";

test("of people who press Send at the same moment one sends, and there is one planning job", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => scheduleCampaign(actor, id, { kind: "now" }, { named: 3 })),
  );
  expect(outcomes.filter(({ kind }) => kind === "launched")).toEqual([{ kind: "launched", audience: 3 }]);
  expect(outcomes.filter(({ kind }) => kind === "already")).toHaveLength(7);
  expect((await waitingJobs("planBatches")).filter((data) => JSON.stringify(data).includes(id))).toEqual([
    { campaignId: id },
  ]);
  expect((await readCampaign(actor, id))?.launchedAt).not.toBeNull();
});

test("one who schedules and one who sends now do not both succeed", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  const later = { kind: "at", local: "2099-01-01T09:00", timeZone: "Asia/Jakarta" } as const;
  await Promise.all([scheduleCampaign(actor, id, later), scheduleCampaign(actor, id, { kind: "now" })]);
  const jobs = (await waitingJobs("planBatches")).filter((data) => JSON.stringify(data).includes(id));
  const state = (await readCampaign(actor, id))?.state;
  // Sending a campaign that was just scheduled is legal; being scheduled after it was sent is not.
  expect([state, jobs.length]).toEqual(jobs.length === 1 ? ["planning", 1] : ["scheduled", 0]);
});

test("sending to more people than the button named asks again, to fewer does not", async () => {
  const actor = await makeActor();
  const { id, listId } = await makeReadyCampaign(actor, { people: 2 });
  await makeContact(actor.workspaceId, "third@example.com", { [listId]: "subscribed" });
  expect(await scheduleCampaign(actor, id, { kind: "now" }, { named: 2 })).toEqual({
    kind: "audience_grew",
    audience: 3,
  });
  expect((await readCampaign(actor, id))?.state).toBe("draft");
  expect(await scheduleCampaign(actor, id, { kind: "now" }, { named: 5 })).toEqual({
    kind: "launched",
    audience: 3,
  });
});

test("what is not ready is refused at Send whatever a screen showed, with the line that says why", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor, {
    changes: { subject: "", mjml: "<mjml><mj-body></mj-body></mjml>" },
  });
  const outcome = await scheduleCampaign(actor, id, { kind: "now" });
  expect(outcome.kind).toBe("not_ready");
  if (outcome.kind !== "not_ready") return;
  const stopped = outcome.checks.filter(({ verdict }) => verdict === "stop").map(({ key }) => key);
  expect(stopped).toEqual(["no_subject", "no_unsubscribe_link"]);
  expect((await readCampaign(actor, id))?.state).toBe("draft");
});

test("the review warns that the sandbox lets nothing leave this machine, and lets send", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  const review = await reviewCampaign(actor, id);
  expect(review?.isReady).toBe(true);
  expect(review?.checks.filter(({ verdict }) => verdict !== "ok")).toEqual([
    { key: "sandbox", verdict: "warn", step: "sender" },
  ]);
});

test("a time that has passed asks, one that is none is refused, and the draft stays a draft", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  const at = (local: string, timeZone = "Asia/Jakarta") =>
    scheduleCampaign(actor, id, { kind: "at", local, timeZone });
  expect(await at("2020-01-01T09:00")).toEqual({ kind: "past", at: "2020-01-01T02:00:00.000Z" });
  expect(await at("2099-02-30T09:00")).toEqual({ kind: "invalid_time" });
  expect(await at("2099-01-01T09:00", "Nowhere/Land")).toEqual({ kind: "invalid_time" });
  expect((await readCampaign(actor, id))?.state).toBe("draft");
});

test("a scheduled campaign keeps its time and zone, and going back to draft keeps them too", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  const outcome = await scheduleCampaign(actor, id, {
    kind: "at",
    local: "2099-01-01T09:00",
    timeZone: "Asia/Makassar",
  });
  expect(outcome).toEqual({ kind: "scheduled", at: "2099-01-01T01:00:00.000Z", clock: "exact" });
  expect(await unscheduleCampaign(actor, id)).toEqual({ kind: "moved" });
  const campaign = await readCampaign(actor, id);
  expect(campaign?.state).toBe("draft");
  expect(campaign?.draft).toMatchObject({
    scheduledAt: "2099-01-01T01:00:00.000Z",
    timeZone: "Asia/Makassar",
  });
});

test("pause, resume and cancel move once, tell who comes late, and nudge delivery", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  expect(await pauseCampaign(actor, id)).toEqual({ kind: "already", state: "draft" });
  await database().campaign.update({
    where: { id },
    data: { state: "sending", audience: 3, queued: 3, plannedTo: 3n },
  });
  const pauses = await Promise.all([pauseCampaign(actor, id), pauseCampaign(actor, id)]);
  expect(pauses.map(({ kind }) => kind).sort()).toEqual(["already", "moved"]);
  expect((await readCampaign(actor, id))?.pauseReason?.key).toBe("person");

  expect(await resumeCampaign(actor, id)).toEqual({ kind: "moved" });
  expect(await readCampaign(actor, id)).toMatchObject({ state: "sending", pauseReason: null });
  expect(await waitingJobs("sweepDeliveries")).not.toEqual([]);

  expect(await cancelCampaign(actor, id)).toEqual({ kind: "moved" });
  expect(await cancelCampaign(actor, id)).toEqual({ kind: "already", state: "cancelled" });
  expect(await waitingJobs("cancelMessages")).toContainEqual({ campaignId: id });
});

test("a fault pauses once with its reason and the server's words; resuming before planning plans again", async () => {
  const actor = await makeActor();
  const { id } = await makeReadyCampaign(actor);
  await database().campaign.update({ where: { id }, data: { state: "planning" } });
  const reason = {
    key: "server_sign_in",
    values: { server: "Relay" },
    detail: "535 5.7.8 Bad credentials",
  } as const;
  expect(await Promise.all([pauseCampaignForFault(id, reason), pauseCampaignForFault(id, reason)])).toContain(
    true,
  );
  expect(await readCampaign(actor, id)).toMatchObject({ state: "paused", pauseReason: reason });
  expect(await pauseCampaignForFault(id, reason)).toBe(false);
  expect(await resumeCampaign(actor, id)).toEqual({ kind: "moved" });
  expect((await readCampaign(actor, id))?.state).toBe("planning");
});
