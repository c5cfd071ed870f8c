import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { type AudienceReason, audienceReasons } from "#lib/audience/audience.ts";
import { audienceSelect, readAudience } from "#lib/audience/audience-store.ts";
import { countAudience } from "#lib/audience/count-audience.ts";
import { listAudiencePeople } from "#lib/audience/list-audience-people.ts";
import { database, pool } from "#lib/platform/database.ts";
import type { ContactStatus } from "#prisma/client/client.ts";
import { makeActor } from "../../support/workspace.ts";
import { makeContact, makeList, suppress } from "./people.ts";

describe("the sum of an audience", () => {
  let actor: Actor;
  let news: string;
  let offers: string;
  let staff: string;

  beforeAll(async () => {
    actor = await makeActor();
    const { workspaceId } = actor;
    news = await makeList(workspaceId, "News");
    offers = await makeList(workspaceId, "Offers");
    staff = await makeList(workspaceId, "Staff");
    const on = (...lists: string[]) => Object.fromEntries(lists.map((list) => [list, "subscribed" as const]));
    await makeContact(workspaceId, "ani@example.com", on(news));
    await makeContact(workspaceId, "budi@example.com", on(news, offers));
    await makeContact(workspaceId, "citra@example.com", { [news]: "unsubscribed" });
    await makeContact(workspaceId, "dewi@example.com", { [news]: "unsubscribed", [offers]: "subscribed" });
    await makeContact(workspaceId, "eka@example.com", on(news), "bounced");
    await makeContact(workspaceId, "fitri@example.com", on(news), "complained");
    await makeContact(workspaceId, "gita@example.com", on(news), "unsubscribed");
    await makeContact(workspaceId, "hadi@example.com", on(news));
    await suppress(workspaceId, "hadi@example.com");
    await makeContact(workspaceId, "no address", on(news));
    await makeContact(workspaceId, "indra@example.com", on(news, staff));
    await makeContact(
      workspaceId,
      "joko@example.com",
      { [news]: "subscribed", [staff]: "unsubscribed" },
      "bounced",
    );
    await suppress(workspaceId, "joko@example.com");
  });

  test("subtracts each person once, for the first reason that holds", async () => {
    const sum = await countAudience(actor, { includeListIds: [news, offers], excludeListIds: [staff] });
    expect(sum).toEqual({
      entries: 13,
      subtractions: [
        { line: "excluded", count: 2 },
        { line: "unsubscribed", count: 2 },
        { line: "bounced", count: 1 },
        { line: "complained", count: 1 },
        { line: "suppressed", count: 1 },
        { line: "invalid", count: 1 },
        { line: "twice", count: 2 },
      ],
      audience: 3,
    });
  });

  test("has behind each number the people it counts", async () => {
    const chosen = { includeListIds: [news, offers], excludeListIds: [staff] };
    const emails = async (line: Parameters<typeof listAudiencePeople>[2]) =>
      (await listAudiencePeople(actor, chosen, line)).people.map(({ email }) => email);
    expect(await emails("audience")).toEqual(["ani@example.com", "budi@example.com", "dewi@example.com"]);
    expect(await emails("excluded")).toEqual(["indra@example.com", "joko@example.com"]);
    expect(await emails("unsubscribed")).toEqual(["citra@example.com", "gita@example.com"]);
    expect(await emails("suppressed")).toEqual(["hadi@example.com"]);
    expect(await emails("invalid")).toEqual(["no address"]);
    expect(await emails("twice")).toEqual(["budi@example.com", "dewi@example.com"]);
    expect(await emails("entries")).toHaveLength(11);
  });

  test("is of nobody for another workspace's lists", async () => {
    const stranger = await makeActor();
    const chosen = { includeListIds: [news], excludeListIds: [] };
    expect((await countAudience(stranger, chosen)).entries).toBe(0);
    expect((await listAudiencePeople(stranger, chosen, "entries")).people).toEqual([]);
    const { text, values } = audienceSelect({ ...chosen, workspaceId: stranger.workspaceId });
    expect((await pool().query(text, values)).rows).toEqual([]);
  });

  test("does not let an excluded list of another workspace exclude anybody", async () => {
    const stranger = await makeActor();
    const theirs = await makeList(stranger.workspaceId, "Theirs");
    const sum = await countAudience(actor, { includeListIds: [offers], excludeListIds: [theirs] });
    expect(sum).toEqual({ entries: 2, subtractions: [], audience: 2 });
  });

  test("leaves an archived list out", async () => {
    const old = await makeList(actor.workspaceId, "Old");
    await makeContact(actor.workspaceId, "old@example.com", { [old]: "subscribed" });
    await database().list.update({ where: { id: old }, data: { archivedAt: new Date() } });
    expect((await countAudience(actor, { includeListIds: [old], excludeListIds: [] })).entries).toBe(0);
  });
});

test("for any people the lines add up, and planning takes exactly the people that the sum names", async () => {
  const random = generator(7);
  for (let round = 0; round < 4; round += 1) {
    const actor = await makeActor();
    const { workspaceId } = actor;
    const lists = await Promise.all(["A", "B", "C", "D"].map((name) => makeList(workspaceId, name)));
    const [includeListIds, excludeListIds] = [lists.slice(0, 3), lists.slice(3)];
    const wanted = new Map<AudienceReason | null, string[]>(
      [null, ...audienceReasons].map((reason) => [reason, []]),
    );
    const made: Promise<unknown>[] = [];
    let entries = 0;
    for (let person = 0; person < 120; person += 1) {
      const email = random(15) === 0 ? `person ${person}` : `person-${person}@example.com`;
      const memberships: Record<string, "subscribed" | "unsubscribed"> = Object.fromEntries(
        lists
          .filter(() => random(2) === 0)
          .map((list) => [list, random(4) === 0 ? "unsubscribed" : "subscribed"] as const),
      );
      const status = statuses[random(9)] ?? "active";
      const isSuppressed = random(10) === 0;
      made.push(makeContact(workspaceId, email, memberships, status));
      if (isSuppressed) made.push(suppress(workspaceId, email));
      const included = includeListIds.flatMap((list) => memberships[list] ?? []);
      entries += included.length;
      if (included.length > 0) {
        const reason = expectedReason({
          isExcluded: excludeListIds.some((list) => list in memberships),
          isSubscribed: included.includes("subscribed"),
          status,
          isSuppressed,
          isAddress: email.includes("@"),
        });
        wanted.get(reason)?.push(email);
      }
    }
    await Promise.all(made);
    const sum = await countAudience(actor, { includeListIds, excludeListIds });
    expect(sum.entries).toBe(entries);
    expect(sum.entries - sum.subtractions.reduce((total, { count }) => total + count, 0)).toBe(sum.audience);
    for (const reason of audienceReasons) {
      const counted = sum.subtractions.find(({ line }) => line === reason)?.count ?? 0;
      expect(counted).toBe(wanted.get(reason)?.length);
    }
    const { text, values } = audienceSelect({ workspaceId, includeListIds, excludeListIds }, 2);
    const planned = await pool().query<{ email: string }>(
      `SELECT recipient.email FROM (${text}) recipient WHERE $1::text <> recipient.email`,
      ["nobody@example.com", ...values],
    );
    expect(planned.rows.map(({ email }) => email).sort()).toEqual(wanted.get(null)?.sort());
    expect(planned.rows).toHaveLength(sum.audience);
  }
});

test("people behind a number come page by page, everyone once", async () => {
  const actor = await makeActor();
  const list = await makeList(actor.workspaceId, "Many");
  for (let person = 0; person < 120; person += 1) {
    await makeContact(actor.workspaceId, `person-${person}@example.com`, { [list]: "subscribed" });
  }
  const chosen = { includeListIds: [list], excludeListIds: [] };
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await listAudiencePeople(actor, chosen, "audience", after);
    seen.push(...page.people.map(({ email }) => email));
    after = page.next;
  } while (after !== null);
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
  expect((await listAudiencePeople(actor, chosen, "audience", "1; DROP TABLE contacts")).people).toHaveLength(
    50,
  );
});

const statuses: ContactStatus[] = ["unsubscribed", "bounced", "complained"];

function expectedReason(person: {
  isExcluded: boolean;
  isSubscribed: boolean;
  status: ContactStatus;
  isSuppressed: boolean;
  isAddress: boolean;
}): AudienceReason | null {
  if (person.isExcluded) return "excluded";
  if (!person.isSubscribed || person.status === "unsubscribed") return "unsubscribed";
  if (person.status === "bounced" || person.status === "complained") return person.status;
  if (person.isSuppressed) return "suppressed";
  return person.isAddress ? null : "invalid";
}

/** Repeatable numbers below `limit`: a linear congruential generator (Numerical Recipes, 7.1). */
function generator(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

test("an audience is never planned as everybody compared with everybody, also where the planner knows nothing yet", async () => {
  const selection = { workspaceId: crypto.randomUUID(), includeListIds: [], excludeListIds: [] };
  const { text, values } = audienceSelect(selection);
  const plan = await readAudience<{ "QUERY PLAN": string }>({ text: `EXPLAIN ${text}`, values });
  expect(plan.length).toBeGreaterThan(5);
  expect(plan.filter((row) => row["QUERY PLAN"].includes("Nested Loop"))).toEqual([]);
  // For that query alone: others keep the planner's choice.
  expect((await pool().query("SHOW enable_nestloop")).rows).toEqual([{ enable_nestloop: "on" }]);
});
