import { afterEach, beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { leaveInDoubt } from "#lib/decisions/leave-in-doubt.ts";
import { readDecisions } from "#lib/decisions/read-decisions.ts";
import { resendInDoubt } from "#lib/decisions/resend-in-doubt.ts";
import { sendAgain } from "#lib/decisions/send-again.ts";
import { database } from "#lib/platform/database.ts";
import { readContactTimeline } from "#lib/reports/read-contact-timeline.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, plan, stateOf } from "#tests/support/deliver.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
let sari: Actor;
let budi: Actor;
beforeEach(async () => {
  sari = await makeActor();
  budi = await makeColleague(sari, "Budi Santoso");
  sink = await startSink({
    rule: ({ point, recipient, attempt }) => {
      if (point === "rcpt" && recipient.startsWith("spam")) return "554 5.7.1 message looks like spam";
      return point === "dot" && attempt === 1 ? { do: "receive-close" } : undefined;
    },
  });
});
afterEach(() => sink.close());

async function makeColleague(actor: Actor, name: string): Promise<Actor> {
  const { id } = await database().user.create({
    data: { id: crypto.randomUUID(), name, email: `${crypto.randomUUID()}@example.com` },
  });
  await database().member.create({
    data: { workspaceId: actor.workspaceId, userId: id, role: "editor" },
  });
  return { ...actor, userId: id, role: "editor" };
}

async function finish(recipients: string[]): Promise<string> {
  const { id } = await makeLaunchedCampaign({ actor: sari, port: sink.port, recipients });
  await plan(id);
  await deliverAll(id);
  expect(await stateOf(id)).toBe("finished");
  return id;
}

async function decisionsAbout(campaignId: string, email: string, reader: Actor = sari) {
  const { contactId } = await readMessage(campaignId, email);
  const entries = await readContactTimeline(reader, String(contactId));
  return entries
    .filter(({ kind }) => ["resent", "left", "requeued"].includes(kind))
    .map(({ kind, by }) => ({ kind, by }));
}

test("a contact's timeline and the campaign's history tell who decided what", async () => {
  const id = await finish(["resend@example.org", "leave@example.org", "spam@example.org"]);
  const left = await readMessage(id, "leave@example.org");
  await leaveInDoubt(budi, id, { messageIds: [String(left.id)] });
  await resendInDoubt(sari, id, { all: 1 });
  await deliverAll(id);
  await sendAgain(budi, id, "retry_failed", { named: 1 });

  expect(await decisionsAbout(id, "leave@example.org")).toEqual([{ kind: "left", by: "Budi Santoso" }]);
  expect(await decisionsAbout(id, "resend@example.org")).toEqual([{ kind: "resent", by: "Sari Dewi" }]);
  expect(await decisionsAbout(id, "spam@example.org")).toEqual([{ kind: "requeued", by: "Budi Santoso" }]);
  expect(await readDecisions({ ...sari, role: "viewer" }, id)).toMatchObject([
    { kind: "retry_failed", messages: 1, by: "Budi Santoso", at: expect.any(Date) },
    { kind: "resend_in_doubt", messages: 1, by: "Sari Dewi" },
    { kind: "leave_in_doubt", messages: 1, by: "Budi Santoso" },
  ]);
});

test("what somebody decided stays told when they are gone", async () => {
  const id = await finish(["leave@example.org"]);
  await leaveInDoubt(budi, id, { all: 1 });
  await database().user.delete({ where: { id: budi.userId } });
  expect(await decisionsAbout(id, "leave@example.org")).toEqual([{ kind: "left", by: null }]);
  expect(await readDecisions(sari, id)).toMatchObject([{ kind: "leave_in_doubt", by: null }]);
});

test("another workspace hears of no decision", async () => {
  const id = await finish(["leave@example.org"]);
  await leaveInDoubt(sari, id, { all: 1 });
  const stranger = await makeActor();
  expect(await readDecisions(stranger, id)).toEqual([]);
  expect(await decisionsAbout(id, "leave@example.org", stranger)).toEqual([]);
});
