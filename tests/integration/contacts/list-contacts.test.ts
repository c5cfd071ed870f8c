import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { addContact } from "#lib/contacts/add-contact.ts";
import { contactQuerySchema } from "#lib/contacts/contact-view.ts";
import { deleteContact } from "#lib/contacts/delete-contact.ts";
import { listContacts } from "#lib/contacts/list-contacts.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { pool } from "#lib/platform/database.ts";
import { importFile } from "#tests/support/import-file.ts";
import { makeActor } from "#tests/support/workspace.ts";

let actor: Actor;
const total = 120;

beforeEach(async () => {
  actor = await makeActor();
  const rows = Array.from(
    { length: total },
    (_, n) => `p${String(n).padStart(3, "0")}@mail.example,Name${n % 7}`,
  );
  await importFile(actor, `email,first name\n${rows.join("\n")}\n`, { kind: "new", name: "All" });
});

const page = (query: Record<string, string | null>) =>
  listContacts(
    actor,
    contactQuerySchema.parse(Object.fromEntries(Object.entries(query).filter(([, v]) => v !== null))),
  );
const add = (email: string) => addContact(actor, { email, firstName: "", lastName: "", attributes: {} }, []);

test.each([
  [{ sort: "added" }],
  [{ sort: "added", direction: "ascending" }],
  [{ sort: "email" }],
  [{ sort: "email", direction: "descending" }],
  [{ sort: "updated" }],
  [{ sort: "updated", direction: "ascending" }],
])("paging by %j shows everybody once, forwards and backwards, while contacts come and go", async (query) => {
  const seen: string[] = [];
  const pages: string[][] = [];
  let current = await page(query);
  for (;;) {
    const ids = current.contacts.map(({ id }) => id);
    pages.push(ids);
    seen.push(...ids);
    // Between two pages one comes, and one that was seen already goes.
    await add(`zz${seen.length}@mail.example`);
    if (!current.next) break;
    current = await page({ ...query, after: current.next });
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(total);

  const [first, second] = pages;
  const back = await page({ ...query, before: current.previous });
  expect(back.contacts.map(({ id }) => id)).toEqual(pages.at(-2));
  expect(first?.length).toBe(50);
  await deleteContact(actor, first?.[0] ?? "");
  const stillSecond = await page({ ...query, before: back.previous ?? back.next });
  expect(stillSecond.contacts.length).toBeGreaterThan(0);
  expect(second?.length).toBe(50);
});

test("search finds every word in address or name, and takes wildcards as they stand", async () => {
  expect((await page({ search: "p00" })).count).toBe(10);
  expect((await page({ search: "NAME3 p00" })).contacts.map(({ email }) => email)).toEqual([
    "p003@mail.example",
  ]);
  expect((await page({ search: "%" })).count).toBe(0);
  expect((await page({ search: "_" })).count).toBe(0);
  expect((await page({ search: "'; DROP TABLE contacts; --" })).count).toBe(0);
  expect((await page({ search: "p000\0" })).count).toBe(1);
});

test("status and list narrow the table", async () => {
  await suppressContacts(actor.workspaceId, [
    { email: "p001@mail.example", reason: "bounced", evidence: null, source: "test" },
  ]);
  expect((await page({ status: "bounced" })).contacts.map(({ email }) => email)).toEqual([
    "p001@mail.example",
  ]);
  await add("lonely@mail.example");
  const [list] = await readLists(actor);
  expect((await page({ listId: list?.id ?? "" })).count).toBe(total);
  expect((await page({})).count).toBe(total + 1);
});

test("a part of a name or an address is found by the search index, not by reading everybody", async () => {
  const client = await pool().connect();
  // A table of this size is read whole for good reason; without that choice the plan tells whether the index fits the question.
  await client.query("SET enable_seqscan = off");
  await client.query("SET enable_indexscan = off");
  const { rows } = await client.query<{ "QUERY PLAN": string }>(
    "EXPLAIN SELECT id FROM contacts WHERE email ILIKE '%p00%' OR first_name ILIKE '%p00%' OR last_name ILIKE '%p00%'",
  );
  client.release(true);
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("contacts_search_idx");
});
