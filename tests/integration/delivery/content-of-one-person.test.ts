import { afterEach, expect, test } from "vitest";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { database } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

/** Past Liquid's limits for whoever has a hundred million points. */
const subject = "{% for point in (1..contact.points) %}*{% endfor %} for you";
const tooMany = { points: 100_000_000 };

test("one person whose data breaks the content's limits is skipped with the reason, and everyone else gets the mail", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 30, subject });
  await database().contact.updateMany({
    where: { workspaceId: actor.workspaceId, email: "person7@example.org" },
    data: { attributes: tooMany },
  });
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 29, skipped: 1 });
  expect(await readMessage(id, "person7@example.org")).toMatchObject({
    state: "skipped",
    skipReason: "content_failed",
    replyText: expect.stringContaining("limit"),
  });
  expect(await stateOf(id)).toBe("finished");
});

test("content that fails for everybody pauses the campaign, and resuming it skips nobody more", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 60, subject });
  await database().contact.updateMany({
    where: { workspaceId: actor.workspaceId },
    data: { attributes: tooMany },
  });
  await plan(id);
  await deliverOnce(id);
  expect(await stateOf(id)).toBe("paused");
  expect(await expectBooksToBalance(id)).toMatchObject({ skipped: 19, queued: 41 });
  await resumeCampaign(actor, id);
  await deliverOnce(id);
  expect(await database().campaign.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "paused",
    pauseReason: { key: "content_broken" },
  });
  expect(await expectBooksToBalance(id)).toMatchObject({ skipped: 19, queued: 41 });
  expect(sink.received).toHaveLength(0);
});
