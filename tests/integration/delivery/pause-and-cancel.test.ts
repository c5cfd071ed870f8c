import { afterEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { moveCampaign } from "#lib/campaigns/campaign-moves-store.ts";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { cancelMessages } from "#lib/sweeps/cancel-messages.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

const connections = 4;
/** A campaign of 300 in the middle of its send: the server thinks for a while about each message. */
async function startMiddle(): Promise<{ actor: Actor; id: string; sending: Promise<void> }> {
  sink = await startSink({ rule: answerAt("dot", { do: "wait", milliseconds: 40 }) });
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: 300,
    maxConnections: connections,
  });
  await plan(id);
  const sending = deliverOnce(id);
  await eventually(() => sink.received.length >= 30, { what: "some mails to have arrived" });
  return { actor, id, sending };
}

test("after a pause at most the open connections' messages still arrive, and a resume sends the rest exactly once", async () => {
  const { actor, id, sending } = await startMiddle();
  expect(await pauseCampaign(actor, id)).toMatchObject({ kind: "moved" });
  const atThePause = sink.received.length;
  await sending;
  expect(sink.received.length - atThePause).toBeLessThanOrEqual(connections);
  const books = await expectBooksToBalance(id);
  expect(books).toMatchObject({
    accepted: sink.received.length,
    sending: 0,
    queued: 300 - sink.received.length,
  });
  expect(await stateOf(id)).toBe("paused");

  sink.setRule(undefined);
  await resumeCampaign(actor, id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 300 });
  expect(sink.received).toHaveLength(300);
  expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
  expect(await stateOf(id)).toBe("finished");
});

test("a campaign cancelled in the middle sends to nobody else, and the books say who got it", async () => {
  const { actor, id, sending } = await startMiddle();
  await cancelCampaign(actor, id);
  const atTheEnd = sink.received.length;
  await Promise.all([cancelMessages({ campaignId: id }), cancelMessages({ campaignId: id })]);
  await sending;
  // What the worker gave back after the cancelling is found by the next sweep's job.
  await sweepDeliveries();
  await cancelMessages({ campaignId: id });

  expect(sink.received.length - atTheEnd).toBeLessThanOrEqual(connections);
  expect(await expectBooksToBalance(id)).toMatchObject({
    accepted: sink.received.length,
    cancelled: 300 - sink.received.length,
    queued: 0,
    sending: 0,
  });
  expect(await stateOf(id)).toBe("cancelled");
});

test("cancelling messages of a campaign that is not cancelled changes nothing", async () => {
  sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 5 });
  await plan(id);
  await cancelMessages({ campaignId: id });
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 5, cancelled: 0 });
});

test("a campaign whose recipients are written is never planned again, whoever asks at the same moment", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 2 });
  await plan(id);
  await pauseCampaign(actor, id);
  expect(await moveCampaign(id, "planAgain")).toBe(false);
  expect(await stateOf(id)).toBe("paused");
});

test("the books balance at any moment of a send", async () => {
  sink = await startSink({
    rule: ({ point, recipient }) => {
      const number = Number(/\d+/.exec(recipient)?.[0]);
      if (point === "rcpt" && number % 7 === 0) return "550 5.1.1 user unknown";
      if (point === "rcpt" && number % 11 === 0) return "451 4.3.0 try again later";
      return point === "dot" ? { do: "wait", milliseconds: 5 } : undefined;
    },
  });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 600 });
  await plan(id);
  let isRunning = true;
  const sending = deliverAll(id).finally(() => {
    isRunning = false;
  });
  let looks = 0;
  while (isRunning) {
    await expectBooksToBalance(id);
    looks += 1;
  }
  await sending;
  expect(looks).toBeGreaterThan(3);
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 85, deferred: 47, accepted: 468 });
});
