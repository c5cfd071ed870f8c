import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, PermissionDenied } from "#lib/accounts/actor.ts";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { doubtCause } from "#lib/decisions/doubt.ts";
import { leaveInDoubt } from "#lib/decisions/leave-in-doubt.ts";
import { readDoubts } from "#lib/decisions/read-doubts.ts";
import { resendInDoubt } from "#lib/decisions/resend-in-doubt.ts";
import { sendAgain } from "#lib/decisions/send-again.ts";
import type { RecipientStatus } from "#lib/feedback/delivery-status.ts";
import { recordBounce } from "#lib/feedback/record-bounce.ts";
import { settleLateEvidence } from "#lib/feedback/settle-late-evidence.ts";
import { markDot, recordVerdict } from "#lib/ledger/delivery-ledger.ts";
import { writeLedger } from "#lib/ledger/ledger-store.ts";
import { inDoubtVerdict, releasedVerdict } from "#lib/ledger/verdict.ts";
import { messageUrls } from "#lib/links/message-urls.ts";
import { database } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { finishTracking } from "#lib/tracking/tracking-endpoint.ts";
import { startTrackingServer, type TrackingServer } from "#tests/integration/tracking/tracking-server.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, endLeases, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { claimOne, loseMarked } from "#tests/support/slow-worker.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { openLoopback } from "#tests/support/transport.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
let tracking: TrackingServer;
let actor: Actor;
beforeEach(async () => {
  actor = await makeActor();
  tracking = await startTrackingServer();
  // Every first copy is taken and its answer lost.
  sink = await startSink({
    rule: ({ point, attempt }) => (point === "dot" && attempt === 1 ? { do: "receive-close" } : undefined),
  });
});
afterEach(async () => {
  await sink.close();
  await tracking.close();
});

/** A finished campaign with everybody in doubt. */
async function makeDoubtful(recipients: number | string[]): Promise<{ id: string; serverId: string }> {
  const campaign = await makeLaunchedCampaign({ actor, port: sink.port, recipients });
  await plan(campaign.id);
  await deliverAll(campaign.id);
  expect(await stateOf(campaign.id)).toBe("finished");
  return campaign;
}

const idOf = async (campaignId: string, email: string) => String((await readMessage(campaignId, email)).id);
const copiesOf = (email: string) => sink.received.filter(({ recipient }) => recipient === email).length;
const sari = "sari@example.org";
const budi = "budi@example.org";

test("each doubt tells who, when, through what, at which attempt and why", async () => {
  const { id, serverId } = await makeDoubtful([sari]);
  const server = await database().sendingServer.findUniqueOrThrow({ where: { id: serverId } });
  const doubts = await readDoubts(actor, id);
  expect(doubts).toMatchObject({ open: 1, left: 0 });
  expect(doubts.shown).toEqual([
    {
      messageId: await idOf(id, sari),
      contactId: expect.stringMatching(/^\d+$/),
      email: sari,
      cause: "connection_ended",
      dotSentAt: expect.stringMatching(/Z$/),
      serverName: server.name,
      attempt: 1,
      said: expect.any(String),
      leftAt: null,
      leftBy: null,
    },
  ]);
});

test.each([
  ["never answers", { do: "receive-hang" }, "no_answer"],
  ["says what is no answer", "\x00\xff what is this", "not_understood"],
  ["answers without an end", `250 ${"x".repeat(100_000)}`, "not_understood"],
  ["asks for more", "354 go on", "not_understood"],
  ["hangs up", { do: "receive-close" }, "connection_ended"],
  ["resets the connection", { do: "receive-drop" }, "connection_ended"],
] as const)("a doubt about a server that %s at the dot says so", async (_name, action, cause) => {
  sink.setRule(answerAt("dot", action));
  // Only what never comes has to come soon: all else may take its time on a slow machine.
  const dot = cause === "no_answer" ? 500 : 120_000;
  const transport = openLoopback(sink.port, { timeouts: { dot } });
  const outcome = await transport.send({
    envelope: { from: "kopi@example.com", to: sari },
    raw: Buffer.from("From: <kopi@example.com>\r\n\r\nHalo\r\n"),
  });
  expect(outcome).toMatchObject({ kind: "no_reply", afterDot: true });
  expect(doubtCause("replyText" in outcome ? outcome.replyText : "")).toBe(cause);
  await transport.close();
});

test("two people who resend all at once send once more to each, with the same Message-ID, and the campaign ends again", async () => {
  const { id } = await makeDoubtful(3);
  const both = await Promise.all([
    resendInDoubt(actor, id, { all: 3 }),
    resendInDoubt(actor, id, { all: 3 }),
  ]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(["changed", "done"]);
  expect(both).toContainEqual({ kind: "done", messages: 3 });
  expect(await stateOf(id)).toBe("sending");
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 3, in_doubt: 0 });
  await deliverAll(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 3, in_doubt: 0, deferred: 0 });
  expect(await stateOf(id)).toBe("finished");
  expect(sink.received).toHaveLength(6);
  expect([...sink.copies().values()]).toEqual([2, 2, 2]);
  expect(await readMessage(id, "person1@example.org")).toMatchObject({
    attempts: 2,
    doubtDecidedBy: actor.userId,
  });
  expect(await database().campaignDecision.findMany({ where: { campaignId: id } })).toMatchObject([
    { kind: "resend_in_doubt", messages: 3, decidedBy: actor.userId },
  ]);
  expect(await database().deliveryEvent.count({ where: { campaignId: id, kind: "resent" } })).toBe(3);
});

test("one is resent, one is left: the left one is not asked about again and stays in the books as in doubt", async () => {
  const { id } = await makeDoubtful([sari, budi]);
  expect(await leaveInDoubt(actor, id, { messageIds: [await idOf(id, budi)] })).toEqual({
    kind: "done",
    messages: 1,
  });
  expect(await leaveInDoubt(actor, id, { messageIds: [await idOf(id, budi)] })).toEqual({ kind: "changed" });
  expect(await resendInDoubt(actor, id, { all: 1 })).toEqual({ kind: "done", messages: 1 });
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, in_doubt: 1 });
  expect(copiesOf(sari)).toBe(2);
  expect(copiesOf(budi)).toBe(1);
  const doubts = await readDoubts(actor, id);
  expect(doubts).toMatchObject({ open: 0, left: 1 });
  expect(doubts.shown).toMatchObject([{ email: budi, leftBy: "Sari Dewi", leftAt: expect.any(String) }]);
  // Changing one's mind is possible.
  expect(await resendInDoubt(actor, id, { messageIds: [await idOf(id, budi)] })).toMatchObject({
    kind: "done",
  });
});

test("a number that is not right any more changes nothing", async () => {
  const { id } = await makeDoubtful(2);
  expect(await resendInDoubt(actor, id, { all: 1 })).toEqual({ kind: "changed" });
  expect(await leaveInDoubt(actor, id, { all: 5 })).toEqual({ kind: "changed" });
  expect(await readDoubts(actor, id)).toMatchObject({ open: 2, left: 0 });
  expect(await stateOf(id)).toBe("finished");
});

test("whoever is resent and gets into doubt again is asked about again", async () => {
  const { id } = await makeDoubtful([sari]);
  sink.setRule(answerAt("dot", { do: "receive-drop" }));
  await resendInDoubt(actor, id, { all: 1 });
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ in_doubt: 1 });
  expect(await readDoubts(actor, id)).toMatchObject({ open: 1, left: 0, shown: [{ attempt: 2 }] });
});

test("a doubt left by a worker that died says so", async () => {
  sink.setRule(answerAt("dot", { do: "receive-hang" }));
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari] });
  await plan(id);
  const sending = deliverOnce(id);
  await eventually(async () => (await readMessage(id, sari)).dotSentAt !== null, {
    what: "the dot to leave",
  });
  await endLeases(id);
  await sweepDeliveries();
  expect((await readDoubts(actor, id)).shown).toMatchObject([{ cause: "program_ended", said: null }]);
  await sink.close();
  await sending;
});

test.each([
  ["open", 200],
  ["click", 302],
] as const)(
  "a later %s settles a doubt that was left, and one that waits to be sent again, which then is not",
  async (deed, status) => {
    const { id } = await makeDoubtful([sari, budi]);
    const show = async (email: string) => {
      const { open, click } = messageUrls("", await idOf(id, email));
      const answer = await tracking.ask(deed === "open" ? open : click(0), { redirect: "manual" });
      expect(answer.status).toBe(status);
      await eventually(async () => (await readMessage(id, email)).state === "accepted", {
        what: `the ${deed} to settle the doubt`,
      });
    };
    await leaveInDoubt(actor, id, { messageIds: [await idOf(id, sari)] });
    await show(sari);
    await resendInDoubt(actor, id, { all: 1 });
    await show(budi);
    await deliverOnce(id);
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 2, in_doubt: 0, deferred: 0 });
    expect(copiesOf(budi)).toBe(1);
    await sweepDeliveries();
    expect(await stateOf(id)).toBe("finished");
  },
);

test("a paused campaign ends when an open settles the last of its messages", async () => {
  const { id } = await makeDoubtful([sari]);
  await resendInDoubt(actor, id, { all: 1 });
  expect(await pauseCampaign(actor, id)).toEqual({ kind: "moved" });
  await tracking.ask(messageUrls("", await idOf(id, sari)).open);
  await eventually(async () => (await readMessage(id, sari)).state === "accepted", {
    what: "the open to settle the doubt",
  });
  await sweepDeliveries();
  expect(await stateOf(id)).toBe("finished");
});

test("an open keeps a second copy here that was claimed and waits for its turn", async () => {
  const { id } = await makeDoubtful([sari]);
  await resendInDoubt(actor, id, { all: 1 });
  const second = await claimOne(id);
  await tracking.ask(messageUrls("", await idOf(id, sari)).open);
  await eventually(async () => (await readMessage(id, sari)).state === "accepted", {
    what: "the open to settle the doubt",
  });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, sending: 0 });
  const campaign = { id, workspaceId: actor.workspaceId };
  expect(await markDot(campaign, second)).toBe(false);
  await recordVerdict(campaign, second, releasedVerdict);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
});

test("an open of the first copy from just before the second one left settles the second one's doubt", async () => {
  const { id } = await makeDoubtful([sari]);
  await resendInDoubt(actor, id, { all: 1 });
  await loseMarked({ id, workspaceId: actor.workspaceId });
  const { id: messageId, contactId, doubtDecidedAt } = await readMessage(id, sari);
  await database().trackingEvent.create({
    data: {
      at: new Date((doubtDecidedAt?.getTime() ?? 0) + 1),
      workspaceId: actor.workspaceId,
      campaignId: id,
      messageId,
      contactId,
      kind: "open",
      class: "machine",
    },
  });
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, in_doubt: 0 });
});

test("a bounce report settles a doubt that was left, and one that waits to be sent again, which then is not", async () => {
  const { id } = await makeDoubtful([sari, budi]);
  await leaveInDoubt(actor, id, { messageIds: [await idOf(id, sari)] });
  await resendInDoubt(actor, id, { all: 1 });
  for (const email of [sari, budi]) expect(await bounce(id, email)).toBe(true);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 2, in_doubt: 0, deferred: 0 });
  expect(copiesOf(budi)).toBe(1);
});

test("a bounce report and an open that come while the message is under way are applied after its verdict", async () => {
  sink.setRule(answerAt("dot", { do: "receive-hang" }));
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari, budi] });
  await plan(id);
  const sending = deliverOnce(id);
  await eventually(() => sink.received.length === 2, { what: "both to be under way" });
  expect(await bounce(id, sari)).toBe(true);
  expect(await bounce(id, sari)).toBe(false);
  await tracking.ask(messageUrls("", await idOf(id, budi)).open);
  await finishTracking();
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ sending: 2 });

  await endLeases(id);
  await sweepDeliveries();
  expect(await expectBooksToBalance(id)).toMatchObject({ in_doubt: 2 });
  await Promise.all([settleLateEvidence(), settleLateEvidence()]);
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ bounced: 1, accepted: 1, in_doubt: 0 });
  expect(await readMessage(id, sari)).toMatchObject({ state: "bounced", category: "invalid_recipient" });
  expect(await database().waitingBounce.count()).toBe(0);
  await sink.close();
  await sending;
});

test("a sign of life from before the doubt settles nothing; one that comes after it does", async () => {
  sink.setRule(undefined);
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari] });
  await plan(id);
  await deliverAll(id);
  const path = messageUrls("", await idOf(id, sari)).open;
  await tracking.ask(path);
  await eventually(async () => (await database().trackingEvent.count({ where: { campaignId: id } })) === 1, {
    what: "the open",
  });
  expect(await bounce(id, sari, { enhancedCode: "5.7.1", replyText: "message looks like spam" })).toBe(true);
  expect(await sendAgain(actor, id, "retry_failed", { named: 1 })).toMatchObject({ kind: "done" });
  sink.setRule(answerAt("dot", { do: "close" }));
  await deliverAll(id);
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ in_doubt: 1, accepted: 0 });
  // And once more, while it waits to be sent again after a second try that was put off.
  await resendInDoubt(actor, id, { all: 1 });
  sink.setRule(answerAt("rcpt", "451 4.3.0 try again later"));
  await deliverOnce(id);
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1 });
  await database().message.updateMany({ where: { campaignId: id }, data: { openedAt: new Date() } });
  await settleLateEvidence();
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, deferred: 0 });
});

test("a doubt that is written down twice is told once", async () => {
  const campaign = await makeLaunchedCampaign({ actor, port: sink.port, recipients: [sari] });
  await plan(campaign.id);
  const message = await claimOne(campaign.id);
  const judged = [
    { campaign: { id: campaign.id, workspaceId: actor.workspaceId }, message, verdict: inDoubtVerdict },
  ];
  await writeLedger(judged, []);
  await writeLedger(judged, []);
  expect(await database().deliveryEvent.count({ where: { campaignId: campaign.id, kind: "in_doubt" } })).toBe(
    1,
  );
  expect(await expectBooksToBalance(campaign.id)).toMatchObject({ in_doubt: 1 });
});

test("nobody decides for another workspace, without the permission, or in a cancelled campaign", async () => {
  const { id } = await makeDoubtful([sari]);
  const ids = { messageIds: [await idOf(id, sari)] };
  const stranger = await makeActor();
  expect(await readDoubts(stranger, id)).toEqual({ open: 0, left: 0, shown: [] });
  const own = await makeLaunchedCampaign({ actor: stranger, port: sink.port, recipients: 1 });
  for (const decide of [resendInDoubt, leaveInDoubt]) {
    expect(await decide(stranger, id, { all: 1 })).toEqual({ kind: "not_found" });
    expect(await decide(stranger, id, ids)).toEqual({ kind: "not_found" });
    expect(await decide(stranger, own.id, ids)).toEqual({ kind: "changed" });
    await expect(decide({ ...actor, role: "viewer" }, id, ids)).rejects.toThrow(PermissionDenied);
  }
  await resendInDoubt(actor, id, { all: 1 });
  sink.setRule(answerAt("dot", { do: "receive-close" }));
  await deliverAll(id);
  await database().campaign.update({ where: { id }, data: { state: "sending" } });
  await cancelCampaign(actor, id);
  expect(await resendInDoubt(actor, id, ids)).toEqual({ kind: "cancelled" });
  expect(await leaveInDoubt(actor, id, ids)).toEqual({ kind: "done", messages: 1 });
});

async function bounce(
  campaignId: string,
  email: string,
  said: Partial<RecipientStatus> = {},
): Promise<boolean> {
  const { id, workspaceId, contactId } = await readMessage(campaignId, email);
  return recordBounce(
    { id: String(id), workspaceId, campaignId, contactId: String(contactId), email },
    {
      status: {
        finalRecipient: email,
        originalRecipient: null,
        action: "failed",
        replyCode: 550,
        enhancedCode: "5.1.1",
        replyText: "no such user",
        ...said,
      },
      isOfAnother: false,
    },
  );
}
