import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { releaseProviderHold } from "#lib/decisions/release-provider-hold.ts";
import { database } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { writeLocalMoment } from "#lib/timing/campaign-schedule.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { closeRetryWindow, deliverAll } from "#tests/support/deliver.ts";
import { makeRefusedCampaign } from "#tests/support/refused-campaign.ts";
import type { SmtpSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
let actor: Actor;
let id: string;

/** One person was deferred, and their retry window closed four days ago. */
beforeEach(async () => {
  actor = await makeActor();
  ({ sink, id } = await makeRefusedCampaign({ actor, reply: "451 4.3.0 try later", recipients: 1 }));
  await deliverAll(id);
  await closeRetryWindow(id, "person1@example.org", 96);
  sink.setRule(undefined);
});
afterEach(() => sink.close());

async function expectToWait(running: { runningSeconds?: number } = {}): Promise<void> {
  await sweepDeliveries(running);
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 0, deferred: 1 });
}

async function expectToHaveGot(): Promise<void> {
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 0, accepted: 1 });
}

test("who waits for the one day on which a campaign is sent does not expire before it", async () => {
  const today = new Date(`${writeLocalMoment(new Date(), "Asia/Jakarta").slice(0, 10)}T00:00Z`).getUTCDay();
  const theDayAfterTomorrow = ((today + 1) % 7) + 1;
  const days = { timeZone: "Asia/Jakarta", windowDays: [theDayAfterTomorrow] };
  await database().campaign.update({ where: { id }, data: { ...days, updatedAt: new Date(0) } });
  await expectToWait();
});

test("by the recipients' clocks, the hours of their own zone are waited for", async () => {
  // Two hours a day that begin in two hours: of the three days that it was due, six hours.
  const local = writeLocalMoment(new Date(Date.now() + 2 * 3_600_000), "America/New_York").slice(11);
  const end = writeLocalMoment(new Date(Date.now() + 4 * 3_600_000), "America/New_York").slice(11);
  const wave = { wave: 1, notBefore: new Date(0), timeZone: "America/New_York", batches: 1 };
  await database().campaignWave.create({ data: { campaignId: id, ...wave } });
  await database().message.updateMany({ where: { campaignId: id }, data: { batch: 1_000_000 } });
  await closeRetryWindow(id, "person1@example.org", 72);
  const hours = { recipientTime: true, windowFrom: local, windowTo: end };
  await database().campaign.update({ where: { id }, data: { ...hours, updatedAt: new Date(0) } });
  await expectToWait();
});

test("who waited for a person to resume the campaign gets the last attempt then", async () => {
  await pauseCampaign(actor, id);
  await expectToWait();
  await resumeCampaign(actor, id);
  await expectToWait();
  await expectToHaveGot();
});

test("who waited for a person to release their provider gets the last attempt then", async () => {
  await database().message.updateMany({ where: { campaignId: id }, data: { provider: "google" } });
  const hold = { provider: "google", category: "auth_failure", said: "550 5.7.26 unauthenticated" };
  await database().campaignProviderHold.create({
    data: { campaignId: id, workspaceId: actor.workspaceId, ...hold },
  });
  await expectToWait();
  await releaseProviderHold(actor, id, "google");
  await expectToWait();
  await expectToHaveGot();
});

test("who waited for a machine that was off gets the last attempt when it is on again", async () => {
  await expectToWait({ runningSeconds: 60 });
  await expectToHaveGot();
});

test("who could have been tried for a day expires", async () => {
  await sweepDeliveries();
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 1, deferred: 0 });
});
