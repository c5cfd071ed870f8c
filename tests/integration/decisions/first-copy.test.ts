import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { readUnsent } from "#lib/decisions/read-unsent.ts";
import { resendInDoubt } from "#lib/decisions/resend-in-doubt.ts";
import { countAsked } from "#lib/decisions/unsent.ts";
import { recordBounce } from "#lib/feedback/record-bounce.ts";
import { settleLateEvidence } from "#lib/feedback/settle-late-evidence.ts";
import type { ClaimedMessage } from "#lib/ledger/claim-store.ts";
import { markDot, recordVerdict } from "#lib/ledger/delivery-ledger.ts";
import { releasedVerdict } from "#lib/ledger/verdict.ts";
import { messageUrls } from "#lib/links/message-urls.ts";
import { database } from "#lib/platform/database.ts";
import { readContactTimeline } from "#lib/reports/read-contact-timeline.ts";
import { cancelMessages } from "#lib/sweeps/cancel-messages.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { finishTracking } from "#lib/tracking/tracking-endpoint.ts";
import { startTrackingServer, type TrackingServer } from "#tests/integration/tracking/tracking-server.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { closeRetryWindow, deliverAll, deliverOnce, makeDue, plan } from "#tests/support/deliver.ts";
import { claimOne, judge, loseMarked } from "#tests/support/slow-worker.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const sari = "sari@example.org";
let sink: SmtpSink;
let tracking: TrackingServer;
let actor: Actor;
beforeEach(async () => {
  sink = await startSink();
  tracking = await startTrackingServer();
  actor = await makeActor();
});
afterEach(async () => {
  await tracking.close();
  await sink.close();
});

type Resent = { id: string; first: ClaimedMessage };

/** Sari's first copy has left and nobody heard the answer; a person has it sent again. */
async function makeResent(): Promise<Resent> {
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari] });
  await plan(id);
  const first = await loseMarked({ id, workspaceId: actor.workspaceId });
  expect(await resendInDoubt(actor, id, { all: 1 })).toEqual({ kind: "done", messages: 1 });
  return { id, first };
}

/** Ways in which a second copy ends without arriving, each with what the books say then. */
const endings = {
  async bounced({ id }: Pick<Resent, "id">) {
    sink.setRule(({ point }) => (point === "rcpt" ? "550 5.1.1 no such user" : undefined));
    await deliverAll(id);
  },
  async expired({ id }: Resent) {
    sink.setRule(({ point }) => (point === "rcpt" ? "451 4.3.0 try again later" : undefined));
    await deliverOnce(id);
    await closeRetryWindow(id, sari, 25);
    await sweepDeliveries();
  },
  async skipped({ id }: Resent) {
    await database().contact.updateMany({
      where: { workspaceId: actor.workspaceId, email: sari },
      data: { status: "unsubscribed" },
    });
    await deliverAll(id);
  },
  async cancelled({ id }: Resent) {
    await cancelCampaign(actor, id);
    await cancelMessages({ campaignId: id });
  },
} satisfies Record<string, (resent: Resent) => Promise<void>>;
type Ending = keyof typeof endings;
const ends = Object.keys(endings) as Ending[];

async function makeEnded(ending: Ending): Promise<Resent> {
  const resent = await makeResent();
  await endings[ending](resent);
  expect(await expectBooksToBalance(resent.id)).toMatchObject({ [ending]: 1 });
  expect(sink.received).toEqual([]);
  return resent;
}

async function openFirst(id: string, userAgent?: string): Promise<void> {
  const { id: messageId } = await readMessage(id, sari);
  await tracking.ask(
    messageUrls("", String(messageId)).open,
    userAgent ? { headers: { "user-agent": userAgent } } : {},
  );
  await finishTracking();
  await settleLateEvidence();
}

/** The slow worker hears at last that the first copy was accepted. */
async function hearFirst({ id, first }: Resent): Promise<void> {
  const verdict = judge(first, {
    kind: "accepted",
    stage: "dot",
    afterDot: true,
    replyCode: 250,
    replyText: "the first copy",
  });
  await recordVerdict({ id, workspaceId: actor.workspaceId }, first, verdict);
}

async function bounceFirst(id: string): Promise<boolean> {
  const { id: messageId, workspaceId, contactId } = await readMessage(id, sari);
  return recordBounce(
    { id: String(messageId), workspaceId, campaignId: id, contactId: String(contactId), email: sari },
    {
      status: {
        finalRecipient: sari,
        originalRecipient: null,
        action: "failed",
        replyCode: 550,
        enhancedCode: "5.1.1",
        replyText: "no such user here",
      },
      isOfAnother: false,
    },
  );
}

async function countSuppressions(): Promise<number> {
  return database().suppression.count({ where: { workspaceId: actor.workspaceId, email: sari } });
}

async function storyOf(id: string): Promise<(string | number | null)[][]> {
  const { contactId } = await readMessage(id, sari);
  const timeline = await readContactTimeline(actor, String(contactId));
  return timeline.map(({ kind, attempt }) => [kind, attempt]).reverse();
}

test.for(ends)("an open of the first copy makes it accepted though the second was %s", async (ending) => {
  const { id } = await makeEnded(ending);
  await openFirst(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, [ending]: 0 });
  expect(await readMessage(id, sari)).toMatchObject({
    state: "accepted",
    acceptedAt: expect.any(Date),
    replyCode: null,
    replyText: null,
    category: null,
    skipReason: null,
  });
  // Once, however often it is looked at.
  await openFirst(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
  const story = await storyOf(id);
  expect(story.filter(([kind]) => kind === "sent")).toEqual([["sent", 1]]);
});

test.for(ends)(
  "a late acceptance of the first copy makes it accepted though the second was %s",
  async (ending) => {
    const resent = await makeEnded(ending);
    await hearFirst(resent);
    expect(await expectBooksToBalance(resent.id)).toMatchObject({ accepted: 1, [ending]: 0 });
    expect(await readMessage(resent.id, sari)).toMatchObject({
      replyText: "the first copy",
      skipReason: null,
    });
    await settleLateEvidence();
    expect(await expectBooksToBalance(resent.id)).toMatchObject({ accepted: 1 });
  },
);

test.for(ends)(
  "a bounce report of the first copy counts though the second was %s, and stops mail to the address",
  async (ending) => {
    const { id } = await makeEnded(ending);
    expect(await bounceFirst(id)).toBe(true);
    expect(await expectBooksToBalance(id)).toMatchObject({
      bounced: 1,
      ...(ending !== "bounced" && { [ending]: 0 }),
    });
    expect(await readMessage(id, sari)).toMatchObject({ replyText: "no such user here", skipReason: null });
    expect(await countSuppressions()).toBe(1);
    // A second report says nothing new, and whoever then looks at the mail that came back is not its recipient.
    expect(await bounceFirst(id)).toBe(false);
    await openFirst(id);
    expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 1, accepted: 0 });
  },
);

test("who opened the first copy stays suppressed for what the server said to the second, and is not among those who have not had it", async () => {
  const { id } = await makeEnded("bounced");
  expect(await countSuppressions()).toBe(1);
  await openFirst(id);
  expect(await countSuppressions()).toBe(1);
  await database().suppression.deleteMany({ where: { workspaceId: actor.workspaceId } });
  await database().contact.updateMany({
    where: { workspaceId: actor.workspaceId },
    data: { status: "active" },
  });
  await sweepDeliveries();
  const unsent = await readUnsent(actor, id);
  expect(unsent && countAsked(unsent, "send_to_rest") + countAsked(unsent, "retry_failed")).toBe(0);
  expect(await storyOf(id)).toEqual([
    ["in_doubt", 1],
    ["resent", 1],
    ["bounced", 2],
    ["open", null],
    ["sent", 1],
  ]);
});

test("a machine may have looked at the copy that was refused: only a person shows that the first one arrived", async () => {
  const { id } = await makeResent();
  sink.setRule(({ point }) => (point === "dot" ? "554 5.7.1 looks like spam" : undefined));
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 1 });
  await openFirst(id, "python-requests/2.32");
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 1, accepted: 0 });
  await openFirst(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 0, accepted: 1 });
});

test("a machine that looked at a second copy that was put off keeps nobody from getting it", async () => {
  const { id } = await makeResent();
  sink.setRule(({ point }) => (point === "dot" ? "451 4.7.1 try again later" : undefined));
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1 });
  await openFirst(id, "python-requests/2.32");
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1, accepted: 0 });
  // Nor does it while the next try is claimed and waits for its turn.
  await makeDue(id);
  const next = await claimOne(id);
  await openFirst(id, "python-requests/2.32");
  expect(await expectBooksToBalance(id)).toMatchObject({ sending: 1 });
  await recordVerdict({ id, workspaceId: actor.workspaceId }, next, releasedVerdict);
  sink.setRule(undefined);
  await deliverAll(id);
  await deliverOnce(id);
  expect(sink.received).toHaveLength(1);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
});

test("a person who looks at the mail while the second copy is put off has it", async () => {
  const { id } = await makeResent();
  sink.setRule(({ point }) => (point === "dot" ? "451 4.7.1 try again later" : undefined));
  await deliverOnce(id);
  await openFirst(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 0, accepted: 1 });
});

test("an open while the second copy is at its dot counts when that is refused", async () => {
  const { id } = await makeResent();
  const campaign = { id, workspaceId: actor.workspaceId };
  const second = await claimOne(id);
  expect(await markDot(campaign, second)).toBe(true);
  await openFirst(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ sending: 1 });
  const refused = {
    kind: "rejected",
    stage: "dot",
    afterDot: true,
    replyCode: 554,
    replyText: "no",
  } as const;
  await recordVerdict(campaign, second, judge(second, refused));
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 1 });
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, bounced: 0 });
});

test("the first copy's acceptance that comes while the second one is at its dot counts when that is refused", async () => {
  const resent = await makeResent();
  const campaign = { id: resent.id, workspaceId: actor.workspaceId };
  const second = await claimOne(resent.id);
  expect(await markDot(campaign, second)).toBe(true);
  await hearFirst(resent);
  const refused = {
    kind: "rejected",
    stage: "dot",
    afterDot: true,
    replyCode: 554,
    replyText: "no",
  } as const;
  await recordVerdict(campaign, second, judge(second, refused));
  expect(await expectBooksToBalance(resent.id)).toMatchObject({ bounced: 1 });
  await settleLateEvidence();
  expect(await expectBooksToBalance(resent.id)).toMatchObject({ accepted: 1, bounced: 0 });
});

test("who unsubscribes by the first copy and so is not sent the second has had it", async () => {
  const { id } = await makeResent();
  const { id: messageId } = await readMessage(id, sari);
  const path = messageUrls("", String(messageId)).unsubscribe;
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  expect((await tracking.ask(path, { method: "POST", body })).status).toBe(200);
  await deliverAll(id);
  expect(await readMessage(id, sari)).toMatchObject({ state: "skipped", skipReason: "unsubscribed" });
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, skipped: 0 });
});

test("what was sent once and refused stays bounced, whoever opens it", async () => {
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari] });
  await plan(id);
  await endings.bounced({ id });
  await openFirst(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 1, accepted: 0 });
});
