import { beforeEach, expect, test } from "vitest";
import { type Actor, PermissionDenied } from "#lib/accounts/actor.ts";
import { askAboutDomains } from "#lib/addresses/ask-about-domains.ts";
import { decideAboutDomain } from "#lib/addresses/decide-about-domain.ts";
import { readDecidedDomains } from "#lib/addresses/read-decided-domains.ts";
import { readDomainQuestions } from "#lib/addresses/read-domain-questions.ts";
import { database, pool } from "#lib/platform/database.ts";
import { readContactTimeline } from "#lib/reports/read-contact-timeline.ts";
import { readOverview } from "#lib/reports/read-overview.ts";
import { makeActor } from "#tests/support/workspace.ts";

const domain = "company-x.example";
const evidence = "550 5.1.2 domain not found";

let actor: Actor;
let campaignId: string;
beforeEach(async () => {
  actor = await makeActor();
  campaignId = await makeCampaign(actor);
  await addPeople(actor, 20, domain);
});

async function makeCampaign({ workspaceId, userId }: Actor): Promise<string> {
  const { id } = await database().campaign.create({
    data: { workspaceId, createdBy: userId, name: "November", launchedAt: new Date(), state: "finished" },
  });
  return id;
}

async function addPeople({ workspaceId }: Actor, count: number, at: string): Promise<void> {
  await database().contact.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      workspaceId,
      email: `person${index}.${crypto.randomUUID()}@${at}`,
    })),
  });
}

const ask = (campaign = campaignId, of = actor) =>
  askAboutDomains(of.workspaceId, campaign, [{ domain, evidence }]);

/** The one question that waits. */
async function open(): Promise<string> {
  const [question, ...others] = await readDomainQuestions(actor);
  expect(others).toEqual([]);
  return question?.id ?? "none";
}

const statuses = async () =>
  Object.fromEntries(
    (
      await database().contact.groupBy({
        by: ["status"],
        where: { workspaceId: actor.workspaceId, email: { endsWith: `@${domain}` } },
        _count: true,
      })
    ).map(({ status, _count }) => [status, _count]),
  );

test("from 20 contacts on a person is asked, below nobody is", async () => {
  await addPeople(actor, 19, "small.example");
  await addPeople(actor, 30, "notcompany-x.example");
  const failed = [domain, "small.example"].map((each) => ({ domain: each, evidence }));
  expect(await askAboutDomains(actor.workspaceId, campaignId, failed)).toEqual(new Set([domain]));
  expect(await readDomainQuestions(actor)).toEqual([
    { id: expect.any(String), domain, evidence, contacts: 20, askedAt: expect.any(Date) },
  ]);
});

test("asked from many sides at once, it is one question, about each campaign in which it failed", async () => {
  const second = await makeCampaign(actor);
  await Promise.all([ask(), ask(second), ask(), ask(second)]);
  const id = await open();
  for (const each of [campaignId, second])
    expect(await readDomainQuestions(actor, each)).toMatchObject([{ id }]);
  expect(await readDomainQuestions(actor, await makeCampaign(actor))).toEqual([]);
});

test("suppressing stops mail to all of them and to nobody else, with the server's words and the person kept", async () => {
  await addPeople(actor, 1, "notcompany-x.example");
  await addPeople(actor, 1, `sub.${domain}`);
  await database().contact.create({
    data: { workspaceId: actor.workspaceId, email: `left@${domain}`, status: "unsubscribed" },
  });
  await ask();
  expect(await decideAboutDomain(actor, await open(), "suppress", { named: 20 })).toEqual({
    kind: "done",
    contacts: 20,
  });
  expect(await statuses()).toEqual({ bounced: 20, unsubscribed: 1 });
  const suppressions = await database().suppression.findMany({ where: { workspaceId: actor.workspaceId } });
  expect(suppressions).toHaveLength(20);
  expect(suppressions[0]).toMatchObject({ reason: "bounced", evidence });
  expect(await database().contact.count({ where: { ...ofActor(), status: "active" } })).toBe(2);

  expect(await readDomainQuestions(actor)).toEqual([]);
  const decided = { domain, decision: "suppress", contacts: 20, by: "Sari Dewi", at: expect.any(Date) };
  expect(await readDecidedDomains({ ...actor, role: "viewer" }, campaignId)).toMatchObject([decided]);
  const contact = await database().contact.findFirstOrThrow({ where: { ...ofActor(), status: "bounced" } });
  expect(await readContactTimeline(actor, String(contact.id))).toMatchObject([
    { kind: "domain_suppressed", by: "Sari Dewi", domain, contacts: 20, campaignName: "November" },
  ]);
  await addPeople(actor, 1, domain);
  const later = await database().contact.findFirstOrThrow({
    where: { ...ofActor(), status: "active", email: { endsWith: `@${domain}` } },
  });
  expect(await readContactTimeline(actor, String(later.id))).toEqual([]);
});

const ofActor = () => ({ workspaceId: actor.workspaceId });

test("kept, they go on getting mail, and are asked about again by a later campaign, not by the same one nor the same day", async () => {
  await ask();
  expect(await decideAboutDomain(actor, await open(), "keep", { named: 20 })).toEqual({
    kind: "done",
    contacts: 20,
  });
  expect(await statuses()).toEqual({ active: 20 });
  const later = await makeCampaign(actor);
  expect(await ask()).toEqual(new Set([domain]));
  expect(await ask(later)).toEqual(new Set([domain]));
  expect(await readDomainQuestions(actor)).toEqual([]);

  await database().domainQuestion.updateMany({
    where: ofActor(),
    data: { decidedAt: new Date(Date.now() - 2 * 86_400_000) },
  });
  await ask();
  expect(await readDomainQuestions(actor)).toEqual([]);
  await ask(later);
  expect(await readDomainQuestions(actor)).toMatchObject([{ domain }]);
  expect(await readDecidedDomains(actor, campaignId)).toMatchObject([{ decision: "keep", contacts: 20 }]);
});

test("another number than the one on the button changes nothing; of two who decide at once one does", async () => {
  await ask();
  await addPeople(actor, 1, domain);
  const id = await open();
  expect(await decideAboutDomain(actor, id, "suppress", { named: 20 })).toEqual({
    kind: "changed",
    contacts: 21,
  });
  expect(await statuses()).toEqual({ active: 21 });
  expect(await database().suppression.count({ where: ofActor() })).toBe(0);
  const both = await Promise.all([
    decideAboutDomain(actor, id, "suppress", { named: 21 }),
    decideAboutDomain(actor, id, "keep", { named: 21 }),
  ]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(["decided", "done"]);
});

test("while an import holds one of the contacts nobody waits for it, and nothing is changed", async () => {
  await ask();
  const id = await open();
  const { id: held } = await database().contact.findFirstOrThrow({ where: ofActor() });
  const holder = await pool().connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT FROM contacts WHERE id = $1 FOR UPDATE", [held]);
    expect(await decideAboutDomain(actor, id, "suppress", { named: 20 })).toEqual({ kind: "busy" });
  } finally {
    await holder.query("ROLLBACK");
    holder.release();
  }
  expect(await statuses()).toEqual({ active: 20 });
  const all = await Promise.all([1, 2, 3].map(() => decideAboutDomain(actor, id, "suppress", { named: 20 })));
  expect(all.map(({ kind }) => kind).sort()).toEqual(["decided", "decided", "done"]);
  expect(await statuses()).toEqual({ bounced: 20 });
});

test("the overview names the domain until somebody decides", async () => {
  await ask();
  const named = { kind: "domain", domain, contacts: 20 };
  expect((await readOverview(actor)).attention).toContainEqual(named);
  await decideAboutDomain(actor, await open(), "keep", { named: 20 });
  expect((await readOverview(actor)).attention).toEqual([]);
});

test("nobody asks, reads or decides for another workspace, or decides without the permission", async () => {
  const stranger = await makeActor();
  expect(await ask(campaignId, stranger)).toEqual(new Set());
  await ask();
  const id = await open();
  expect(await readDomainQuestions(stranger)).toEqual([]);
  expect(await readDomainQuestions(stranger, campaignId)).toEqual([]);
  expect((await readOverview(stranger)).attention).toEqual([]);
  for (const decision of ["suppress", "keep"] as const) {
    expect(await decideAboutDomain(stranger, id, decision, { named: 20 })).toEqual({ kind: "not_found" });
    await expect(
      decideAboutDomain({ ...actor, role: "viewer" }, id, decision, { named: 20 }),
    ).rejects.toThrow(PermissionDenied);
  }
  expect(await statuses()).toEqual({ active: 20 });
  await decideAboutDomain(actor, id, "keep", { named: 20 });
  expect(await readDecidedDomains(stranger, campaignId)).toEqual([]);
});
