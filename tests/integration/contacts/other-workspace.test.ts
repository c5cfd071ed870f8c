import { beforeAll, expect, test } from "vitest";
import { type Actor, PermissionDenied } from "#lib/accounts/actor.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { changeContactStatus } from "#lib/consent/change-contact-status.ts";
import { changeSubscription } from "#lib/consent/change-subscription.ts";
import { readContactPreferences } from "#lib/consent/read-contact-preferences.ts";
import { subscribeContact } from "#lib/consent/subscribe-contact.ts";
import { unsubscribeContact } from "#lib/consent/unsubscribe-contact.ts";
import { addContact } from "#lib/contacts/add-contact.ts";
import { contactQuerySchema } from "#lib/contacts/contact-view.ts";
import { deleteContact } from "#lib/contacts/delete-contact.ts";
import { editContact } from "#lib/contacts/edit-contact.ts";
import { exportContacts } from "#lib/contacts/export-contacts.ts";
import { listContacts } from "#lib/contacts/list-contacts.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { readContact } from "#lib/contacts/read-contact.ts";
import { readContactForMerge } from "#lib/contacts/read-contact-for-merge.ts";
import { readContactsForMerge } from "#lib/contacts/read-contacts-for-merge.ts";
import { archiveList } from "#lib/lists/archive-list.ts";
import { createList } from "#lib/lists/create-list.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { renameList } from "#lib/lists/rename-list.ts";
import { database } from "#lib/platform/database.ts";
import { importFile } from "#tests/support/import-file.ts";
import { makeActor } from "#tests/support/workspace.ts";

let owner: Actor;
let stranger: Actor;
let contactId: string;
let listId: string;
const form = { email: "new@mail.example", firstName: "X", lastName: "", attributes: {} };

beforeAll(async () => {
  owner = await makeActor();
  stranger = await makeActor();
  await importFile(owner, "email,city\na@mail.example,Bogor\n", { kind: "new", name: "Own" });
  contactId = (await listContacts(owner, contactQuerySchema.parse({}))).contacts[0]?.id ?? "";
  listId = (await readLists(owner))[0]?.id ?? "";
});

test("another workspace reads nothing of ours by our ids", async () => {
  expect(await readContact(stranger, contactId)).toBeNull();
  expect(await exported(stranger)).toBe("\uFEFFemail,first_name,last_name,status\r\n");
  expect(await exported(owner)).toBe(
    "\uFEFFemail,first_name,last_name,status,city\r\na@mail.example,,,active,Bogor\r\n",
  );
  expect(await readContactForMerge(stranger.workspaceId, BigInt(contactId))).toBeNull();
  expect((await readContactsForMerge(stranger.workspaceId, [BigInt(contactId)])).size).toBe(0);
  expect(
    await readContactPreferences(stranger.workspaceId, {
      contactId: BigInt(contactId),
      email: "a@mail.example",
    }),
  ).toMatchObject({ contactId: null, lists: [] });
  expect(await readLists(stranger)).toEqual([]);
  expect(await readAttributes(stranger)).toEqual([]);
  expect((await listContacts(stranger, contactQuerySchema.parse({ listId }))).contacts).toEqual([]);
});

test("another workspace changes nothing of ours by our ids", async () => {
  const theirs = await addContact(stranger, { ...form, email: "own@mail.example" }, [listId]);
  const theirId = theirs.ok ? theirs.id : "";
  const before = await snapshot();

  expect(await editContact(stranger, contactId, form)).toEqual({ ok: false, reason: "notFound" });
  expect(await deleteContact(stranger, contactId)).toBe(false);
  expect(await changeContactStatus(stranger, contactId, "unsubscribed")).toBe("notFound");
  expect(await changeSubscription(stranger, { contactId, listId, status: "unsubscribed" })).toBe(false);
  expect(await changeSubscription(stranger, { contactId: theirId, listId, status: "subscribed" })).toBe(
    false,
  );
  expect(await renameList(stranger, listId, { name: "Stolen", description: null })).toBe("notFound");
  expect(await archiveList(stranger, listId, true)).toBe(false);
  const { workspaceId } = stranger;
  const id = BigInt(contactId);
  expect(await unsubscribeContact({ workspaceId, contactId: id, listId: "all", source: "x" })).toBe(false);
  expect(await subscribeContact({ workspaceId, contactId: id, listId, source: "x" })).toBe(false);
  await unsubscribeContact({ workspaceId, contactId: BigInt(theirId), listId, source: "x" });
  await suppressContacts(workspaceId, [
    { email: "a@mail.example", reason: "complained", evidence: null, source: "x" },
  ]);

  expect(await snapshot()).toEqual(before);
});

test("a viewer reads and changes nothing", async () => {
  const viewer: Actor = { ...owner, role: "viewer" };
  expect((await readContact(viewer, contactId))?.email).toBe("a@mail.example");
  for (const attempt of [
    () => addContact(viewer, form, []),
    () => editContact(viewer, contactId, form),
    () => deleteContact(viewer, contactId),
    () => changeContactStatus(viewer, contactId, "active"),
    () => changeSubscription(viewer, { contactId, listId, status: "unsubscribed" }),
    () => createList(viewer, { name: "L", description: null }),
    () => renameList(viewer, listId, { name: "L", description: null }),
    () => archiveList(viewer, listId, true),
  ])
    await expect(attempt()).rejects.toBeInstanceOf(PermissionDenied);
});

async function exported(actor: Actor): Promise<string> {
  let text = "";
  for await (const rows of await exportContacts(actor, contactQuerySchema.parse({}))) text += rows;
  return text;
}

async function snapshot() {
  const where = { workspaceId: owner.workspaceId };
  return {
    contacts: await database().contact.findMany({ where, include: { subscriptions: true } }),
    lists: await database().list.findMany({ where, include: { subscriptions: true } }),
    suppressions: await database().suppression.findMany({ where }),
  };
}
