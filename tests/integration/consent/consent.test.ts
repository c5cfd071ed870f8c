import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { changeContactStatus } from "#lib/consent/change-contact-status.ts";
import { readContactPreferences } from "#lib/consent/read-contact-preferences.ts";
import { subscribeContact } from "#lib/consent/subscribe-contact.ts";
import { unsubscribeContact } from "#lib/consent/unsubscribe-contact.ts";
import { addContact } from "#lib/contacts/add-contact.ts";
import { deleteContact } from "#lib/contacts/delete-contact.ts";
import { editContact } from "#lib/contacts/edit-contact.ts";
import { readContact } from "#lib/contacts/read-contact.ts";
import { readContactForMerge } from "#lib/contacts/read-contact-for-merge.ts";
import { createList } from "#lib/lists/create-list.ts";
import { database, pool } from "#lib/platform/database.ts";
import { makeActor } from "#tests/support/workspace.ts";

let actor: Actor;
let workspaceId: string;
let news: string;
let offers: string;
let id: string;
const form = { email: "sari@mail.example", firstName: "Sari", lastName: "", attributes: { city: "Bogor" } };

beforeEach(async () => {
  actor = await makeActor();
  workspaceId = actor.workspaceId;
  await database().attribute.create({ data: { workspaceId, key: "city", label: "Kota" } });
  [news, offers] = (await Promise.all(["News", "Offers"].map(makeList))) as [string, string];
  const added = await addContact(actor, form, [news, offers]);
  id = added.ok ? added.id : "";
});

const makeList = async (name: string) => {
  const made = await createList(actor, { name, description: null });
  return made.ok ? made.id : "";
};
const statuses = async () =>
  Object.fromEntries(
    ((await readContact(actor, id))?.subscriptions ?? []).map(({ name, status }) => [name, status]),
  );

test("leaving one list leaves the others alone, twice as once", async () => {
  for (const _ of [1, 2])
    expect(
      await unsubscribeContact({ workspaceId, contactId: BigInt(id), listId: news, source: "preferences" }),
    ).toBe(true);
  expect(await statuses()).toEqual({ News: "unsubscribed", Offers: "subscribed" });
  expect((await readContact(actor, id))?.status).toBe("active");
});

test("leaving everything suppresses the address; only the person or a decision brings it back", async () => {
  await unsubscribeContact({ workspaceId, contactId: BigInt(id), listId: "all", source: "one-click:7" });
  expect(await readContact(actor, id)).toMatchObject({
    status: "unsubscribed",
    suppression: { reason: "unsubscribed", source: "one-click:7" },
  });
  expect(await readContactPreferences(workspaceId, { contactId: BigInt(id), email: "" })).toMatchObject({
    allOff: true,
  });

  await subscribeContact({ workspaceId, contactId: BigInt(id), listId: offers, source: "preferences" });
  expect(await readContact(actor, id)).toMatchObject({ status: "active", suppression: null });
  expect(await statuses()).toEqual({ News: "unsubscribed", Offers: "subscribed" });
});

test("a later bounce never hides that somebody unsubscribed, a complaint outranks both", async () => {
  const suppress = (reason: "bounced" | "unsubscribed" | "complained") =>
    suppressContacts(workspaceId, [{ email: form.email, reason, evidence: null, source: reason }]);
  await suppress("bounced");
  expect((await readContact(actor, id))?.status).toBe("bounced");
  await suppress("unsubscribed");
  expect((await readContact(actor, id))?.status).toBe("unsubscribed");
  await suppress("bounced");
  expect((await readContact(actor, id))?.status).toBe("unsubscribed");
  await suppress("complained");
  expect(await readContact(actor, id)).toMatchObject({
    status: "complained",
    suppression: { reason: "complained" },
  });
  expect(await changeContactStatus(actor, id, "active")).toBe("complained");
  await subscribeContact({ workspaceId, contactId: BigInt(id), listId: news, source: "preferences" });
  expect((await readContact(actor, id))?.status).toBe("complained");
});

test("suppressions of a caller's transaction go when it rolls back", async () => {
  const client = await pool().connect();
  await client.query("BEGIN");
  await suppressContacts(
    workspaceId,
    [{ email: form.email, reason: "bounced", evidence: "550", source: "x" }],
    client,
  );
  await client.query("ROLLBACK");
  client.release();
  expect(await readContact(actor, id)).toMatchObject({ status: "active", suppression: null });
});

test("one address many times in one call is one suppression, and the complaint is the one that stays", async () => {
  const entry = { email: "Sari@Mail.example", evidence: null, source: "x" };
  await suppressContacts(workspaceId, [
    { ...entry, reason: "bounced" },
    { ...entry, reason: "complained" },
    { ...entry, reason: "bounced" },
  ]);
  expect(await readContact(actor, id)).toMatchObject({
    status: "complained",
    suppression: { reason: "complained" },
  });
});

test("whoever bounced and is deleted and added anew is still known as bounced", async () => {
  await suppressContacts(workspaceId, [
    { email: form.email, reason: "bounced", evidence: "550", source: "x" },
  ]);
  expect(await deleteContact(actor, id)).toBe(true);
  const again = await addContact(actor, form, []);
  expect(again.ok && (await readContact(actor, again.id))).toMatchObject({
    status: "bounced",
    suppression: { evidence: "550" },
  });
});

test("whoever left a list by its link and is deleted and added anew gets nothing", async () => {
  await unsubscribeContact({ workspaceId, contactId: BigInt(id), listId: news, source: "one-click:1" });
  expect(await deleteContact(actor, id)).toBe(true);
  const again = await addContact(actor, form, [news]);
  expect(again.ok && (await readContact(actor, again.id))).toMatchObject({
    status: "unsubscribed",
    suppression: { reason: "unsubscribed" },
  });
});

test("an address that another contact has is refused beside its field", async () => {
  expect(await addContact(actor, { ...form, email: " SARI@mail.example" }, [])).toEqual({
    ok: false,
    problems: [{ field: "email", problem: "taken" }],
  });
  const other = await addContact(actor, { ...form, email: "budi@mail.example" }, []);
  expect(await editContact(actor, other.ok ? other.id : "", form)).toMatchObject({
    problems: [{ field: "email", problem: "taken" }],
  });
});

test("templates see names, attributes and the empty text for what is not known", async () => {
  expect(await readContactForMerge(workspaceId, BigInt(id))).toEqual({
    id,
    email: "sari@mail.example",
    first_name: "Sari",
    last_name: "",
    city: "Bogor",
  });
});
