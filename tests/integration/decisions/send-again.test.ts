import { afterEach, beforeEach, expect, test } from "vitest";
import { type Actor, PermissionDenied } from "#lib/accounts/actor.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { cancelCampaign } from "#lib/campaigns/cancel-campaign.ts";
import { readUnsent } from "#lib/decisions/read-unsent.ts";
import { resendInDoubt } from "#lib/decisions/resend-in-doubt.ts";
import { sendAgain } from "#lib/decisions/send-again.ts";
import { countAsked } from "#lib/decisions/unsent.ts";
import { database, pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, makeDue, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
let actor: Actor;
/** What the server says to RCPT, by the part of the address before the @. */
let refusals: Record<string, string>;
beforeEach(async () => {
  actor = await makeActor();
  refusals = {
    gone: "550 5.1.1 no such user",
    nowhere: "550 5.1.2 domain not found",
    closed: "550 5.2.1 account disabled",
    odd: "550 this is not known",
    spam: "554 5.7.1 message looks like spam",
    blocked: "550 5.7.1 blocked using zen.spamhaus.org",
    big: "552 5.3.4 message too big",
    slow: "451 4.3.0 try again later",
  };
  sink = await startSink({
    rule: ({ point, recipient, attempt }) => {
      const name = recipient.split("@")[0] ?? "";
      if (point === "rcpt") return refusals[name];
      return point === "dot" && name === "doubt" && attempt === 1 ? { do: "receive-close" } : undefined;
    },
  });
});
afterEach(() => sink.close());

const at = (name: string) => `${name}@example.org`;
const names = ["fine", "doubt", "left", "gone", "nowhere", "closed", "odd", "spam", "blocked", "big", "slow"];
const copiesOf = (name: string) => sink.received.filter(({ recipient }) => recipient === at(name)).length;

/** Finished, with somebody in each state: one left the list before it began, and one was tried until it expired. */
async function makeFinished(): Promise<{ id: string; listId: string }> {
  const campaign = await makeLaunchedCampaign({ actor, port: sink.port, recipients: names.map(at) });
  await plan(campaign.id);
  await subscribe(campaign.listId, "left", "unsubscribed");
  await deliverAll(campaign.id);
  await database().message.updateMany({
    where: { campaignId: campaign.id, email: at("slow") },
    data: { firstAttemptAt: new Date(Date.now() - 80 * 3_600_000) },
  });
  await makeDue(campaign.id);
  await deliverAll(campaign.id);
  expect(await stateOf(campaign.id)).toBe("finished");
  expect(await expectBooksToBalance(campaign.id)).toMatchObject({
    accepted: 1,
    in_doubt: 1,
    skipped: 1,
    expired: 1,
    bounced: 7,
  });
  return campaign;
}

async function subscribe(listId: string, name: string, status: "subscribed" | "unsubscribed") {
  await pool().query(
    `UPDATE subscriptions SET status = $3::"SubscriptionStatus" FROM contacts
     WHERE contacts.id = contact_id AND email = $2 AND list_id = $1`,
    [listId, at(name), status],
  );
}

async function moveTo(name: string, email: string): Promise<void> {
  await database().contact.updateMany({
    where: { workspaceId: actor.workspaceId, email: at(name) },
    data: { email },
  });
}

async function join(listId: string, name: string): Promise<void> {
  await database().contact.create({
    data: {
      workspaceId: actor.workspaceId,
      email: at(name),
      subscriptions: { create: { listId, source: "hand" } },
    },
  });
}

test("the rest are those who joined since, whose reason no longer holds and who ran out of time; nobody gets it twice", async () => {
  const { id, listId } = await makeFinished();
  expect(await readUnsent(actor, id)).toEqual({ new: 0, skipped: 0, expired: 1, bounced: 3 });
  await subscribe(listId, "left", "subscribed");
  for (const name of ["new1", "new2", "never"]) await join(listId, name);
  await suppressContacts(actor.workspaceId, [
    { email: at("never"), reason: "complained", evidence: null, source: "hand" },
  ]);
  // Deleted and imported anew, somebody who has had it is another contact with the same address.
  await database().contact.deleteMany({ where: { workspaceId: actor.workspaceId, email: at("fine") } });
  await join(listId, "fine");
  const counts = await readUnsent(actor, id);
  expect(counts).toEqual({ new: 2, skipped: 1, expired: 1, bounced: 3 });

  refusals = {};
  const named = counts ? countAsked(counts, "send_to_rest") : 0;
  const both = await Promise.all([
    sendAgain(actor, id, "send_to_rest", { named }),
    sendAgain(actor, id, "send_to_rest", { named }),
  ]);
  expect(both).toContainEqual({ kind: "done", messages: 4 });
  expect(both).toContainEqual({ kind: "not_finished" });
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 3, deferred: 1, skipped: 0, expired: 0 });
  expect(await readUnsent(actor, id)).toBeNull();
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 5, in_doubt: 1, bounced: 7 });
  expect(await stateOf(id)).toBe("finished");
  for (const name of ["fine", "left", "slow", "new1", "new2"]) expect(copiesOf(name), name).toBe(1);
  for (const name of ["never", "gone", "spam"]) expect(copiesOf(name), name).toBe(0);
  expect(copiesOf("doubt")).toBe(1);
  expect(await readMessage(id, at("slow"))).toMatchObject({ attempts: 3 });
  expect(await readUnsent(actor, id)).toEqual({ new: 0, skipped: 0, expired: 0, bounced: 3 });
  expect(await database().campaignDecision.findMany({ where: { campaignId: id } })).toMatchObject([
    { kind: "send_to_rest", messages: 4, decidedBy: actor.userId },
  ]);
});

/** Sends to the rest, and does something while their rows are being written: one of them is held. */
async function sendToRestDuring(id: string, meanwhile: () => Promise<unknown>) {
  const holder = await pool().connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM messages WHERE campaign_id = $1 AND email = $2 FOR UPDATE", [
      id,
      at("slow"),
    ]);
    const sent = sendAgain(actor, id, "send_to_rest", { named: 1 });
    const isHeld = async () => {
      const { rowCount } = await pool().query(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rowCount !== 0;
    };
    await eventually(isHeld, { what: "the writing to be under way" });
    await meanwhile();
    await holder.query("COMMIT");
    return await sent;
  } finally {
    await holder.query("ROLLBACK");
    holder.release();
  }
}

test("while those who have not had it are written, whoever moves the campaign's books waits for nobody", async () => {
  const { id } = await makeFinished();
  const sent = await sendToRestDuring(id, () =>
    pool().query("SELECT FROM campaigns WHERE id = $1 FOR UPDATE NOWAIT", [id]),
  );
  expect(sent).toEqual({ kind: "done", messages: 1 });
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1, expired: 0 });
});

test("nobody is written for a campaign that goes on for another reason meanwhile", async () => {
  const { id } = await makeFinished();
  const sent = await sendToRestDuring(id, () => resendInDoubt(actor, id, { all: 1 }));
  expect(sent).toEqual({ kind: "not_finished" });
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1, in_doubt: 0, expired: 1 });
});

test("only those are retried who failed for a reason that is not theirs", async () => {
  const { id } = await makeFinished();
  refusals = {};
  expect(await sendAgain(actor, id, "retry_failed", { named: 4 })).toEqual({ kind: "done", messages: 4 });
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 4, bounced: 4, expired: 0 });
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 5, bounced: 4, in_doubt: 1, skipped: 1 });
  for (const name of ["spam", "blocked", "big", "slow"]) expect(copiesOf(name), name).toBe(1);
  for (const name of ["gone", "nowhere", "closed", "odd", "left"]) expect(copiesOf(name), name).toBe(0);
  expect(await database().deliveryEvent.count({ where: { campaignId: id, kind: "requeued" } })).toBe(4);
});

test.for([
  { second: "554 5.7.1 message looks like spam", state: "bounced" },
  { second: "451 4.3.0 try again later", state: "expired" },
])(
  "whoever may have had a first copy is not among them when the second was $state",
  async ({ second, state }) => {
    const { id, listId } = await makeFinished();
    expect(await resendInDoubt(actor, id, { all: 1 })).toEqual({ kind: "done", messages: 1 });
    refusals = { doubt: second };
    await deliverAll(id);
    await database().message.updateMany({
      where: { campaignId: id, email: at("doubt") },
      data: { firstAttemptAt: new Date(Date.now() - 80 * 3_600_000) },
    });
    await makeDue(id);
    await deliverAll(id);
    expect((await readMessage(id, at("doubt"))).state).toBe(state);
    expect(await readUnsent(actor, id)).toEqual({ new: 0, skipped: 0, expired: 1, bounced: 3 });
    // Neither under another contact with the same address, nor under the same contact with another address.
    await moveTo("doubt", "moved@example.org");
    await join(listId, "doubt");
    expect(await readUnsent(actor, id)).toEqual({ new: 0, skipped: 0, expired: 1, bounced: 3 });
  },
);

test("who is tried again begins the timetable of retries anew, with the provider of an address that was changed", async () => {
  const { id } = await makeFinished();
  await database().message.updateMany({
    where: { campaignId: id, email: { in: [at("slow"), at("doubt")] } },
    data: { attempts: 9, provider: "yahoo" },
  });
  await moveTo("spam", "spam@gmail.com");
  await moveTo("slow", "slow@own.example");
  expect(await sendAgain(actor, id, "retry_failed", { named: 4 })).toMatchObject({ kind: "done" });
  expect(await readMessage(id, "spam@gmail.com")).toMatchObject({ provider: "google", attempts: 1 });
  expect(await readMessage(id, "slow@own.example")).toMatchObject({ provider: null, attempts: 9 });
  refusals = { slow: "451 4.3.0 try again later", doubt: "451 4.3.0 try again later" };
  expect(await resendInDoubt(actor, id, { all: 1 })).toMatchObject({ kind: "done" });
  await deliverAll(id);
  for (const email of ["slow@own.example", at("doubt")]) {
    const message = await readMessage(id, email);
    expect(message).toMatchObject({ state: "deferred" });
    const pause = (message.nextAttemptAt?.getTime() ?? 0) - Date.now();
    expect(pause / 60_000, `the first pause of ${email}, in minutes`).toBeLessThan(7);
  }
});

test("whoever left the lists or was suppressed since is not retried", async () => {
  const { id, listId } = await makeFinished();
  await subscribe(listId, "spam", "unsubscribed");
  await suppressContacts(actor.workspaceId, [
    { email: at("blocked"), reason: "unsubscribed", evidence: null, source: "hand" },
  ]);
  expect(await readUnsent(actor, id)).toEqual({ new: 0, skipped: 0, expired: 1, bounced: 1 });
});

test("another number than the one on the button changes nothing and is told", async () => {
  const { id, listId } = await makeFinished();
  await join(listId, "new");
  expect(await sendAgain(actor, id, "send_to_rest", { named: 1 })).toEqual({ kind: "changed", messages: 2 });
  expect(await stateOf(id)).toBe("finished");
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 0, expired: 1 });
  expect(await database().campaignDecision.count({ where: { campaignId: id } })).toBe(0);
});

test("nobody sends again for another workspace, without the permission, or in a cancelled campaign", async () => {
  const { id, listId } = await makeFinished();
  await join(listId, "new");
  const stranger = await makeActor();
  expect(await readUnsent(stranger, id)).toBeNull();
  for (const asked of ["send_to_rest", "retry_failed"] as const) {
    expect(await sendAgain(stranger, id, asked, { named: 2 })).toEqual({ kind: "not_found" });
    await expect(sendAgain({ ...actor, role: "viewer" }, id, asked, { named: 2 })).rejects.toThrow(
      PermissionDenied,
    );
  }
  await database().campaign.update({ where: { id }, data: { state: "sending" } });
  await cancelCampaign(actor, id);
  expect(await readUnsent(actor, id)).toBeNull();
  expect(await sendAgain(actor, id, "send_to_rest", { named: 2 })).toEqual({ kind: "not_finished" });
});
