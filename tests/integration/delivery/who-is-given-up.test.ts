import { afterEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { readDomainQuestions } from "#lib/addresses/read-domain-questions.ts";
import { findMessage } from "#lib/feedback/feedback-store.ts";
import { recordComplaint } from "#lib/feedback/record-complaint.ts";
import { settleLateEvidence } from "#lib/feedback/settle-late-evidence.ts";
import { markDot, recordVerdict } from "#lib/ledger/delivery-ledger.ts";
import { settleBlamed } from "#lib/ledger/settle-blamed.ts";
import type { Verdict } from "#lib/ledger/verdict.ts";
import { database, pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { claimOne } from "#tests/support/slow-worker.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(() => sink.close());

async function send(actor: Actor, recipients: string[], replies: Record<string, string>): Promise<void> {
  sink = await startSink({
    rule: ({ point, recipient }) => (point === "rcpt" ? replies[recipient] : undefined),
  });
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients });
  await plan(id);
  await deliverOnce(id);
  await expectBooksToBalance(id);
}

async function addContact(actor: Actor, email: string, lastEngagedAt: Date | null = null): Promise<bigint> {
  const { id } = await database().contact.create({
    data: { workspaceId: actor.workspaceId, email, lastEngagedAt },
  });
  return id;
}

/** One earlier campaign a week back from the last, for each letter: `f` a full mailbox, `a` an arrival, `b` a block. */
async function addPast(actor: Actor, contactId: bigint, results: string, everyDays = 7): Promise<void> {
  await pool().query(
    `INSERT INTO messages (workspace_id, campaign_id, contact_id, email, batch, state, category, finished_at)
     SELECT $1, gen_random_uuid(), $2, 'past@example.org', 0,
       CASE letter WHEN 'a' THEN 'accepted' WHEN 'e' THEN 'expired' ELSE 'bounced' END::"MessageState",
       CASE letter WHEN 'f' THEN 'mailbox_full' WHEN 'e' THEN 'mailbox_full' WHEN 'b' THEN 'block_reputation' END,
       now() - make_interval(days => ((length($3) - position + 1) * $4)::int)
     FROM regexp_split_to_table($3, '') WITH ORDINALITY AS given (letter, position)`,
    [actor.workspaceId, contactId, results, everyDays],
  );
}

async function suppressed(actor: Actor): Promise<string[]> {
  const rows = await database().suppression.findMany({ where: { workspaceId: actor.workspaceId } });
  return rows.map(({ email }) => email).sort();
}

const full = "552 5.2.2 mailbox full";

test("a mailbox that is full in five campaigns in a row over two weeks is given up; fewer, blocks, or a reader's are not", async () => {
  const actor = await makeActor();
  const people: Record<string, { past: string; everyDays?: number; engaged?: Date }> = {
    "fifth@example.org": { past: "ffef" },
    "fourth@example.org": { past: "fff" },
    "burst@example.org": { past: "ffff", everyDays: 1 },
    "arrived@example.org": { past: "ffffa" },
    "blocked@example.org": { past: "bbbb" },
    "reader@example.org": { past: "ffff", engaged: new Date(Date.now() - 60 * 86_400_000) },
  };
  for (const [email, { past, everyDays, engaged }] of Object.entries(people)) {
    await addPast(actor, await addContact(actor, email, engaged ?? null), past, everyDays);
  }
  await send(
    actor,
    Object.keys(people),
    Object.fromEntries(Object.keys(people).map((email) => [email, full])),
  );
  expect(await suppressed(actor)).toEqual(["fifth@example.org"]);
  const suppression = await database().suppression.findFirstOrThrow({
    where: { workspaceId: actor.workspaceId },
  });
  expect(suppression).toMatchObject({ reason: "bounced", evidence: full });
});

test("somebody who read mail lately is given up at the second missing mailbox within a week, not at the first", async () => {
  const actor = await makeActor();
  const lastWeek = new Date(Date.now() - 5 * 86_400_000);
  await addContact(actor, "reader@example.org", lastWeek);
  await addContact(actor, "silent@example.org");
  const recipients = ["reader@example.org", "silent@example.org"];
  const gone = Object.fromEntries(recipients.map((email) => [email, "550 5.1.1 user unknown"]));
  await send(actor, recipients, gone);
  expect(await suppressed(actor)).toEqual(["silent@example.org"]);
  await sink.close();
  await send(actor, recipients, gone);
  expect(await suppressed(actor)).toEqual(recipients);
});

test("a domain that many contacts have is not given up on one server's word: a person is asked, once", async () => {
  const actor = await makeActor();
  const company = Array.from({ length: 20 }, (_, index) => `person${index}@company-x.example`);
  const recipients = [...company, "alone@gmial.example"];
  await send(
    actor,
    recipients,
    Object.fromEntries(recipients.map((email) => [email, "550 5.1.2 domain not found"])),
  );
  expect(await suppressed(actor)).toEqual(["alone@gmial.example"]);
  expect(
    await database().contact.count({
      where: { workspaceId: actor.workspaceId, email: { in: company }, status: "active" },
    }),
  ).toBe(20);
  expect(await readDomainQuestions(actor)).toMatchObject([
    { domain: "company-x.example", contacts: 20, evidence: "550 5.1.2 domain not found" },
  ]);
});

test("no block, sign-in or content failure gives anybody up, however often it happens", async () => {
  const actor = await makeActor();
  const replies: Record<string, string> = {
    "blocked@example.org": "554 5.7.1 blocked using zen.spamhaus.org",
    "unsigned@example.org": "550 5.7.26 unauthenticated mail",
    "spam@example.org": "550 5.7.1 message looks like spam",
    "big@example.org": "552 5.3.4 message too big",
    "bare@example.org": "550 5.7.1 rejected",
    "unknown@example.org": "550 you shall not pass",
  };
  for (const email of Object.keys(replies))
    await addPast(actor, await addContact(actor, email), "bbbbbbbbbbbb");
  await send(actor, Object.keys(replies), replies);
  expect(await suppressed(actor)).toEqual([]);
});

test("a contact whose row an import holds keeps nobody's mail waiting, and is suppressed once it is free", async () => {
  const actor = await makeActor();
  const gone = await addContact(actor, "gone@example.org");
  const others = Array.from({ length: 30 }, (_, number) => `person${number}@example.org`);
  sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient === "gone@example.org" ? "550 5.1.1 No such user" : undefined,
  });
  const recipients = ["gone@example.org", ...others];
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients });
  await plan(id);
  const holder = await pool().connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM contacts WHERE id = $1 FOR UPDATE", [gone]);
    await deliverOnce(id);
    await expectBooksToBalance(id);
    const states = await pool().query(
      "SELECT state, count(*)::int AS people FROM messages WHERE workspace_id = $1 GROUP BY state ORDER BY people",
      [actor.workspaceId],
    );
    expect(states.rows).toEqual([
      { state: "bounced", people: 1 },
      { state: "accepted", people: 30 },
    ]);
    expect(await suppressed(actor)).toEqual([]);
  } finally {
    await holder.query("ROLLBACK");
    holder.release();
  }
  await settleLateEvidence();
  expect(await suppressed(actor)).toEqual(["gone@example.org"]);
});

test("a complaint about a contact whose row an import holds counts at once, and keeps nobody's mail waiting", async () => {
  const actor = await makeActor();
  sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: ["spam@example.org"] });
  await plan(id);
  const campaign = { id, workspaceId: actor.workspaceId };
  const message = await claimOne(id);
  expect(await markDot(campaign, message)).toBe(true);
  const reported = await findMessage(actor.workspaceId, String(message.id));
  if (!reported) throw new Error("it was planned");
  const holder = await pool().connect();
  let complaint: Promise<boolean> | undefined;
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM contacts WHERE workspace_id = $1 FOR UPDATE", [actor.workspaceId]);
    complaint = recordComplaint(reported, "abuse");
    await eventually(isAnybodyWaiting, { what: "the complaint to wait for the import" });
    expect(await suppressed(actor)).toEqual(["spam@example.org"]);
    let isRecorded = false;
    void recordVerdict(campaign, message, acceptedVerdict).then(() => (isRecorded = true));
    await eventually(() => isRecorded, { what: "the server's answer to be recorded" });
    await expectBooksToBalance(id);
  } finally {
    await holder.query("ROLLBACK");
    holder.release();
  }
  expect(await complaint).toBe(true);
  expect(await recordComplaint(reported, "abuse")).toBe(false);
  expect(await database().contact.findFirst({ where: { workspaceId: actor.workspaceId } })).toMatchObject({
    status: "complained",
  });
});

const acceptedVerdict: Verdict = {
  to: "accepted",
  stage: "dot",
  replyCode: 250,
  enhancedCode: null,
  replyText: "taken",
  category: null,
};

/** Of this test's database. */
async function isAnybodyWaiting(): Promise<boolean> {
  const { rowCount } = await pool().query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return rowCount === 1;
}

/** So many people whose mail has bounced, and who are not suppressed yet. */
async function addBlamed(actor: Actor, people: number): Promise<void> {
  await pool().query(
    `WITH person AS (
       INSERT INTO contacts (workspace_id, email, updated_at)
       SELECT $1::uuid, 'gone' || number || '@example.org', now() FROM generate_series(1, $2::int) number RETURNING id, email)
     INSERT INTO blamed_messages (workspace_id, campaign_id, message_id, contact_id, email, effect, category, evidence)
     SELECT $1::uuid, gen_random_uuid(), id, id, email, 'suppress', 'invalid_recipient', '550 5.1.1 No such user' FROM person`,
    [actor.workspaceId, people],
  );
}

test("however many bounced contacts an import holds, those behind them are suppressed at once", async () => {
  sink = await startSink();
  const [importing, other] = [await makeActor(), await makeActor()];
  await addBlamed(importing, 500);
  await addBlamed(other, 1);
  const holder = await pool().connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM contacts WHERE workspace_id = $1 FOR UPDATE", [importing.workspaceId]);
    await settleBlamed();
    expect(await suppressed(importing)).toEqual([]);
    expect(await suppressed(other)).toEqual(["gone1@example.org"]);
  } finally {
    await holder.query("ROLLBACK");
    holder.release();
  }
  await settleBlamed();
  expect(await suppressed(importing)).toHaveLength(500);
});
