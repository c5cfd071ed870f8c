import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { resendInDoubt } from "#lib/decisions/resend-in-doubt.ts";
import { sendAgain } from "#lib/decisions/send-again.ts";
import { findMessage, markBounced } from "#lib/feedback/feedback-store.ts";
import { settleLateEvidence } from "#lib/feedback/settle-late-evidence.ts";
import type { ClaimedMessage } from "#lib/ledger/claim-store.ts";
import { markDot, recordVerdict } from "#lib/ledger/delivery-ledger.ts";
import { releasedVerdict } from "#lib/ledger/verdict.ts";
import { readContactTimeline } from "#lib/reports/read-contact-timeline.ts";
import type { SmtpOutcome } from "#lib/smtp/smtp-outcome.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, makeDue, plan, stateOf } from "#tests/support/deliver.ts";
import { claimOne, judge, loseMarked } from "#tests/support/slow-worker.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const sari = "sari@example.org";
let sink: SmtpSink;
let actor: Actor;
beforeEach(async () => {
  sink = await startSink();
  actor = await makeActor();
});
afterEach(() => sink.close());

/** A campaign whose one message was marked by a slow worker, given up as in doubt, and is to be sent again. */
async function makeResent(): Promise<{ id: string; message: ClaimedMessage }> {
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari] });
  await plan(id);
  const message = await loseMarked({ id, workspaceId: actor.workspaceId });
  expect(await resendInDoubt(actor, id, { all: 1 })).toEqual({ kind: "done", messages: 1 });
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1, in_doubt: 0 });
  return { id, message };
}

/** The slow worker hears its reply at last. */
async function hear(id: string, message: ClaimedMessage, outcome: SmtpOutcome): Promise<void> {
  await recordVerdict({ id, workspaceId: actor.workspaceId }, message, judge(message, outcome));
}

const accepted: SmtpOutcome = {
  kind: "accepted",
  stage: "dot",
  afterDot: true,
  replyCode: 250,
  replyText: "the first copy",
};
const refused: SmtpOutcome = {
  kind: "rejected",
  stage: "dot",
  afterDot: true,
  replyCode: 451,
  replyText: "the first copy",
};

async function storyOf(id: string): Promise<(string | null)[][]> {
  const { contactId } = await readMessage(id, sari);
  const timeline = await readContactTimeline(actor, String(contactId));
  return timeline.map(({ kind, replyText }) => [kind, replyText]).reverse();
}

test("the first copy's acceptance, late as it is, keeps the second one here", async () => {
  const { id, message } = await makeResent();
  await hear(id, message, accepted);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, deferred: 0 });
  expect(await readMessage(id, sari)).toMatchObject({ state: "accepted", attempts: 1, leasedBy: null });
  await deliverOnce(id);
  await sweepDeliveries();
  expect(await stateOf(id)).toBe("finished");
  expect(sink.received).toEqual([]);
  expect(await storyOf(id)).toEqual([
    ["in_doubt", null],
    ["resent", null],
    ["sent", "the first copy"],
  ]);
});

test("when the second copy was deferred, the first one's acceptance keeps it here for good", async () => {
  const { id, message } = await makeResent();
  sink.setRule(({ point }) =>
    point === "rcpt" ? "451 4.7.1 Greylisted, try again in 300 seconds" : undefined,
  );
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1 });
  sink.setRule(undefined);
  await hear(id, message, accepted);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, deferred: 0 });
  await makeDue(id);
  await deliverOnce(id);
  await sweepDeliveries();
  expect(await stateOf(id)).toBe("finished");
  expect(sink.received).toEqual([]);
  expect((await storyOf(id)).at(-1)).toEqual(["sent", "the first copy"]);
});

test("a second copy that waits for its turn stays here when the first one's acceptance comes", async () => {
  const { id, message } = await makeResent();
  const campaign = { id, workspaceId: actor.workspaceId };
  const second = await claimOne(id);
  await hear(id, message, accepted);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, sending: 0 });
  expect(await markDot(campaign, second)).toBe(false);
  await recordVerdict(campaign, second, releasedVerdict);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
  expect((await storyOf(id)).at(-1)).toEqual(["sent", "the first copy"]);
});

test("the first copy's acceptance that comes while the second one is at its dot counts when that is refused for now", async () => {
  const { id, message } = await makeResent();
  const campaign = { id, workspaceId: actor.workspaceId };
  const second = await claimOne(id);
  expect(await markDot(campaign, second)).toBe(true);
  await hear(id, message, accepted);
  expect(await expectBooksToBalance(id)).toMatchObject({ sending: 1 });
  await hear(id, second, { ...refused, replyText: "the second copy" });
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1 });
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, deferred: 0 });
  expect(await storyOf(id)).toEqual([
    ["in_doubt", null],
    ["resent", null],
    ["sent", "the first copy"],
    ["deferred", "the second copy"],
  ]);
});

test("when the second copy is in doubt as well, the first one's acceptance settles it", async () => {
  const { id, message } = await makeResent();
  const campaign = { id, workspaceId: actor.workspaceId };
  await loseMarked(campaign);
  expect(await expectBooksToBalance(id)).toMatchObject({ in_doubt: 1 });
  await hear(id, message, accepted);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, in_doubt: 0 });
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
});

test("what was accepted before it came back is no acceptance of the copy in doubt", async () => {
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari] });
  await plan(id);
  const campaign = { id, workspaceId: actor.workspaceId };
  await deliverAll(id);
  const { id: messageId } = await readMessage(id, sari);
  const reported = await findMessage(actor.workspaceId, String(messageId));
  if (!reported) throw new Error("it was sent");
  await markBounced(reported, {
    replyCode: 554,
    enhancedCode: null,
    replyText: "spam",
    category: "spam_content",
    effect: "none",
  });
  expect(await sendAgain(actor, id, "retry_failed", { named: 1 })).toMatchObject({ kind: "done" });
  await loseMarked(campaign);
  expect(await resendInDoubt(actor, id, { all: 1 })).toEqual({ kind: "done", messages: 1 });
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1 });
});

test("when the second copy has left, the first one's acceptance is kept in the contact's story, once", async () => {
  const { id, message } = await makeResent();
  await deliverAll(id);
  expect(sink.received).toHaveLength(1);
  await hear(id, message, accepted);
  await hear(id, message, accepted);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
  expect(await readMessage(id, sari)).toMatchObject({ state: "accepted", attempts: 2 });
  const story = await storyOf(id);
  expect(story.map(([kind]) => kind)).toEqual(["in_doubt", "resent", "sent", "sent"]);
  expect(story.at(-1)).toEqual(["sent", "the first copy"]);
});

test("the first copy's refusal changes nothing about the second one, and stands in the story", async () => {
  const { id, message } = await makeResent();
  await hear(id, message, refused);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1 });
  await deliverAll(id);
  expect(sink.received).toHaveLength(1);
  expect((await storyOf(id)).map(([kind]) => kind)).toEqual(["in_doubt", "resent", "deferred", "sent"]);
});
