import PostalMime from "postal-mime";
import { afterEach, expect, test } from "vitest";
import { planBatches } from "#lib/planning/plan-batches.ts";
import { database, pool } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

test("everyone of a campaign gets exactly one mail, and the campaign is finished", async () => {
  sink = await startSink({ keepRaw: true });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 1_203 });
  await plan(id);
  expect(await stateOf(id)).toBe("sending");
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 1_203 });

  await deliverAll(id);

  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1_203, queued: 0, sending: 0 });
  expect(await stateOf(id)).toBe("finished");
  expect(sink.received).toHaveLength(1_203);
  expect(new Set(sink.received.map(({ recipient }) => recipient)).size).toBe(1_203);
  expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
  expect(sink.connections.most).toBeLessThanOrEqual(5);

  const first = sink.received.find(({ recipient }) => recipient === "person7@example.org");
  const mail = await PostalMime.parse(first?.raw ?? "");
  expect(mail.subject).toBe("Hello Person 7");
  expect(mail.html).toContain("Hello Person 7");
  expect(mail.text).toContain("Hello Person 7");
  expect(mail.html).toMatch(/http:\/\/kurir\.test\/t\/c\/[\w-]+/);
  expect(mail.html).toMatch(/http:\/\/kurir\.test\/t\/o\/[\w-]+\.gif/);
  expect(mail.html).not.toContain("{{");
  expect(mail.headers.find(({ key }) => key === "list-unsubscribe")?.value).toMatch(
    /^<http:\/\/kurir\.test\/u\/[\w-]+>$/,
  );
  const row = await readMessage(id, "person7@example.org");
  expect(mail.messageId).toMatch(new RegExp(`^<m${row.id}\\.[0-9a-f]{12}@example\\.com>$`));
  expect(row).toMatchObject({
    state: "accepted",
    attempts: 1,
    leasedBy: null,
    leaseUntil: null,
    replyCode: 250,
  });
  expect(row.dotSentAt).not.toBeNull();
  expect(row.acceptedAt).not.toBeNull();
  const events = await database().deliveryEvent.findMany({
    where: { messageId: row.id },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ kind, attempt }) => [kind, attempt])).toEqual([["accepted", 1]]);
});

test("planning and delivering again, at once and after the end, changes nothing", async () => {
  sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 700 });
  await Promise.all([plan(id), plan(id), plan(id)]);
  await planBatches({ campaignId: id });
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 700 });

  await Promise.all([deliverAll(id), deliverAll(id), deliverAll(id)]);
  await Promise.all([plan(id), deliverOnce(id), sweepDeliveries()]);

  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 700 });
  expect(sink.received).toHaveLength(700);
  expect(await stateOf(id)).toBe("finished");
});

test("a campaign with nobody in its audience is finished at once", async () => {
  sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: [] });
  await plan(id);
  expect(await stateOf(id)).toBe("finished");
  await expectBooksToBalance(id);
});

test("who unsubscribed, bounced, complained, was suppressed or deleted since planning gets nothing, with the reason", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const names = ["stays", "unsubscribed", "left-the-list", "bounced", "complained", "suppressed", "deleted"];
  const { id, listId } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: names.map((name) => `${name}@example.org`),
  });
  await plan(id);
  const where = (name: string) => ({
    workspaceId_email: { workspaceId: actor.workspaceId, email: `${name}@example.org` },
  });
  for (const status of ["unsubscribed", "bounced", "complained"] as const) {
    await database().contact.update({ where: where(status), data: { status } });
  }
  const left = await database().contact.findUniqueOrThrow({ where: where("left-the-list") });
  await database().subscription.update({
    where: { listId_contactId: { listId, contactId: left.id } },
    data: { status: "unsubscribed" },
  });
  await database().suppression.create({
    data: {
      workspaceId: actor.workspaceId,
      email: "suppressed@example.org",
      reason: "manual",
      source: "hand",
    },
  });
  await database().contact.delete({ where: where("deleted") });

  await deliverOnce(id);

  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, skipped: 6 });
  expect(sink.received.map(({ recipient }) => recipient)).toEqual(["stays@example.org"]);
  const { rows } = await pool().query(
    "SELECT split_part(email, '@', 1) AS name, skip_reason AS reason, attempts FROM messages WHERE campaign_id = $1 AND state = 'skipped' ORDER BY id",
    [id],
  );
  expect(rows).toEqual([
    { name: "unsubscribed", reason: "unsubscribed", attempts: 0 },
    { name: "left-the-list", reason: "unsubscribed", attempts: 0 },
    { name: "bounced", reason: "bounced", attempts: 0 },
    { name: "complained", reason: "complained", attempts: 0 },
    { name: "suppressed", reason: "suppressed", attempts: 0 },
    { name: "deleted", reason: "deleted", attempts: 0 },
  ]);
  expect(await stateOf(id)).toBe("finished");
});

test("content that makes no mail and a sender that is gone pause the campaign before anybody is written down", async () => {
  sink = await startSink();
  const actor = await makeActor();
  const broken = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: 3,
    mjml: "<mjml><mj-body><p>",
  });
  await plan(broken.id);
  const missing = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 3 });
  await database().campaign.update({ where: { id: missing.id }, data: { senderId: null } });
  await plan(missing.id);
  for (const [id, key] of [
    [broken.id, "content_broken"],
    [missing.id, "sender_missing"],
  ] as const) {
    const campaign = await database().campaign.findUniqueOrThrow({ where: { id } });
    expect(campaign).toMatchObject({ state: "paused", pauseReason: { key } });
    expect(await expectBooksToBalance(id)).toMatchObject({ queued: 0 });
  }
});
