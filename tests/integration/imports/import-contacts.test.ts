import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { changeSubscription } from "#lib/consent/change-subscription.ts";
import { contactQuerySchema } from "#lib/contacts/contact-view.ts";
import { listContacts } from "#lib/contacts/list-contacts.ts";
import { readAttributes } from "#lib/contacts/read-attributes.ts";
import { readContact } from "#lib/contacts/read-contact.ts";
import { cancelImport } from "#lib/imports/cancel-import.ts";
import { exportRejectedRows } from "#lib/imports/export-rejected-rows.ts";
import { importContacts } from "#lib/imports/import-contacts.ts";
import { readImport } from "#lib/imports/read-import.ts";
import { readLists } from "#lib/lists/read-lists.ts";
import { database, pool } from "#lib/platform/database.ts";
import { environment } from "#lib/platform/environment.ts";
import { eventually } from "#tests/support/eventually.ts";
import { importFile, startFile } from "#tests/support/import-file.ts";
import { makeActor } from "#tests/support/workspace.ts";

const people = (actor: Actor) =>
  database().contact.findMany({ where: { workspaceId: actor.workspaceId }, orderBy: { email: "asc" } });

const rejectedCsv = async (actor: Actor, importId: string) => {
  const exported = await exportRejectedRows(actor, importId, (key, column) =>
    column ? `${key} in ${column}` : key,
  );
  let text = "";
  for await (const row of exported?.rows ?? []) text += row;
  return text;
};

test("good rows become contacts on a new list, bad rows come back with their reason, and the sum is right", async () => {
  const actor = await makeActor();
  const done = await importFile(
    actor,
    [
      "E-mail;Nama depan;Nama belakang;Kota;Umur",
      " Sari@Mail.Example ;Sari;Wulan;Bogor;31",
      "budi@mail.example;Budi;;;",
      "no address;X;Y;Solo;1",
      ";Empty;;;",
      "short@mail.example;Only two",
      '=evil;"=1+1";;;',
      "sari@mail.example;Sari;Later;Bandung;32",
      "",
      ";;;;",
      "extra@mail.example;E;F;G;5;;",
    ].join("\r\n"),
    { kind: "new", name: "Pelanggan" },
  );
  expect(done).toMatchObject({
    state: "finished",
    error: null,
    counts: { total: 8, new: 3, updated: 0, unchanged: 0, rejected: 5 },
  });
  expect(
    (await people(actor)).map(({ email, lastName, attributes }) => ({ email, lastName, attributes })),
  ).toEqual([
    { email: "budi@mail.example", lastName: null, attributes: {} },
    { email: "extra@mail.example", lastName: "F", attributes: { kota: "G", umur: "5" } },
    { email: "sari@mail.example", lastName: "Later", attributes: { kota: "Bandung", umur: "32" } },
  ]);
  expect((await readAttributes(actor)).map(({ key, label }) => [key, label]).sort()).toEqual([
    ["kota", "Kota"],
    ["umur", "Umur"],
  ]);
  expect(await readLists(actor)).toMatchObject([{ name: "Pelanggan", subscribed: 3, unsubscribed: 0 }]);
  expect(await rejectedCsv(actor, done.id)).toBe(
    [
      "\uFEFFE-mail;Nama depan;Nama belakang;Kota;Umur;error",
      '" Sari@Mail.Example ";Sari;Wulan;Bogor;31;repeated',
      "no address;X;Y;Solo;1;email.notAnAddress",
      ";Empty;;;;email.missing",
      "short@mail.example;Only two;;;;columnCount",
      "'=evil;'=1+1;;;;email.notAnAddress",
      "",
    ].join("\r\n"),
  );
});

test("importing the same file again changes nothing", async () => {
  const actor = await makeActor();
  const file = "email,first name,city\na@mail.example,Ana,Bogor\nb@mail.example,Budi,\n";
  const list = { kind: "new", name: "All" } as const;
  await importFile(actor, file, list);
  const before = await people(actor);
  const again = await importFile(actor, file, list);
  expect(again.counts).toEqual({ total: 2, new: 0, updated: 0, unchanged: 2, rejected: 0 });
  expect(await people(actor)).toEqual(before);
  expect(await readLists(actor)).toMatchObject([{ subscribed: 2 }]);
});

test("an import updates what the file says, keeps what it does not say, and burns no ids on people it knows", async () => {
  const actor = await makeActor();
  await importFile(
    actor,
    "email,first name,city,plan\na@mail.example,Ana,Bogor,free\nb@mail.example,Budi,Solo,free\n",
  );
  const done = await importFile(
    actor,
    "email,first name,city\nA@mail.example,Anna,\nb@mail.example,,Solo\nc@mail.example,Citra,\n",
  );
  expect(done.counts).toEqual({ total: 3, new: 1, updated: 1, unchanged: 1, rejected: 0 });
  const [ana, budi, citra] = await people(actor);
  expect(ana).toMatchObject({ firstName: "Anna", attributes: { city: "Bogor", plan: "free" } });
  expect(budi).toMatchObject({ firstName: "Budi", attributes: { city: "Solo", plan: "free" } });
  expect(citra?.id).toBe((budi?.id ?? 0n) + 1n);
});

test("coming onto a list counts as updated", async () => {
  const actor = await makeActor();
  await importFile(actor, "email\na@mail.example\nb@mail.example\n");
  const done = await importFile(actor, "email\na@mail.example\n", { kind: "new", name: "L" });
  expect(done.counts).toMatchObject({ new: 0, updated: 1, unchanged: 0 });
});

test("an import never brings back who unsubscribed, bounced, complained or left a list", async () => {
  const actor = await makeActor();
  const file =
    "email,first name\nu@mail.example,U\nb@mail.example,B\nc@mail.example,C\nl@mail.example,L\nd@mail.example,D\n";
  await importFile(actor, file, { kind: "new", name: "News" });
  const [b, c, d, l, u] = await people(actor);
  await suppressContacts(actor.workspaceId, [
    { email: "u@mail.example", reason: "unsubscribed", evidence: null, source: "one-click:1" },
    { email: "b@mail.example", reason: "bounced", evidence: "550 5.1.1 unknown", source: "delivery:2" },
    { email: "C@mail.example", reason: "complained", evidence: null, source: "report:3" },
    { email: "d@mail.example", reason: "bounced", evidence: "550", source: "delivery:4" },
  ]);
  const [list] = await readLists(actor);
  await changeSubscription(actor, {
    contactId: String(l?.id),
    listId: list?.id ?? "",
    status: "unsubscribed",
  });
  await database().contact.delete({ where: { id: d?.id ?? 0n } });

  const again = await importFile(actor, file.replaceAll(/,(?=[A-Z])/g, ",New "), {
    kind: "existing",
    listId: list?.id ?? "",
  });

  expect(again.counts).toMatchObject({ new: 1, updated: 4, rejected: 0 });
  const after = await people(actor);
  expect(after.map(({ email, status, firstName }) => [email, status, firstName])).toEqual([
    ["b@mail.example", "bounced", "New B"],
    ["c@mail.example", "complained", "New C"],
    ["d@mail.example", "bounced", "New D"],
    ["l@mail.example", "active", "New L"],
    ["u@mail.example", "unsubscribed", "New U"],
  ]);
  const kept = after.filter(({ email }) => email !== "d@mail.example").map(({ id }) => id);
  expect(kept).toEqual([b?.id, c?.id, l?.id, u?.id]);
  expect((await readContact(actor, String(l?.id)))?.subscriptions).toMatchObject([
    { status: "unsubscribed" },
  ]);
  expect(await database().suppression.count({ where: { workspaceId: actor.workspaceId } })).toBe(4);
});

test("typed attributes are stored as their type, and a cell that does not fit names its column", async () => {
  const actor = await makeActor();
  await database().attribute.create({
    data: { workspaceId: actor.workspaceId, key: "age", label: "Umur", type: "number" },
  });
  const done = await importFile(actor, "email,umur\na@mail.example,31\nb@mail.example,old\n");
  expect(done.counts).toMatchObject({ new: 1, rejected: 1 });
  expect((await people(actor))[0]?.attributes).toEqual({ age: 31 });
  expect(await rejectedCsv(actor, done.id)).toContain("b@mail.example,old,notANumber in umur");
});

test.each([
  [
    "Windows-1252",
    Buffer.from(
      "email;prénom\r\nzoe@mail.example;Zoé\r\nren@mail.example;René €\r\n".replace("€", "\x80"),
      "latin1",
    ),
  ],
  [
    "UTF-8 with a byte order mark",
    Buffer.from("\uFEFFemail;prénom\r\nzoe@mail.example;Zoé\r\nren@mail.example;René €\r\n"),
  ],
  [
    "UTF-16 little endian",
    Buffer.from("\uFEFFemail\tprénom\r\nzoe@mail.example\tZoé\r\nren@mail.example\tRené €\r\n", "utf16le"),
  ],
  [
    "UTF-16 big endian",
    Buffer.from("\uFEFFemail,prénom\nzoe@mail.example,Zoé\nren@mail.example,René €\n", "utf16le").swap16(),
  ],
])("a file in %s keeps its letters", async (_, file) => {
  const actor = await makeActor();
  expect((await importFile(actor, file)).counts).toMatchObject({ new: 2, rejected: 0 });
  expect((await people(actor)).map(({ firstName }) => firstName)).toEqual(["René €", "Zoé"]);
});

test("letters outside UTF-8 far behind the beginning are still found", async () => {
  const actor = await makeActor();
  const rows = Array.from({ length: 4_000 }, (_, n) => `person${n}@mail.example,Person`);
  const file = Buffer.from(`email,first name\n${rows.join("\n")}\nzoe@mail.example,Zo\xe9\n`, "latin1");
  expect(file.length).toBeGreaterThan(65_536);
  expect((await importFile(actor, file)).counts).toMatchObject({ new: 4_001 });
  expect((await people(actor)).at(-1)?.firstName).toBe("Zoé");
});

test.each([
  [
    "a quote that is never closed",
    'email,name\na@mail.example,Ana\nb@mail.example,"Budi\nc@mail.example,C\n',
    "quoteNeverClosed",
    3,
  ],
  ["a NUL byte", "email,name\na@mail.example,Ana\nb@mail.example,B\0\n", "nulByte", 3],
])("a file with %s far down imports nothing and says the line", async (_, tail, key, line) => {
  const actor = await makeActor();
  const rows = Array.from({ length: 5_000 }, (_, n) => `person${n}@mail.example,Person`);
  const file = tail.replace("email,name\n", `email,name\n${rows.join("\n")}\n`);
  const done = await importFile(actor, file, { kind: "new", name: "Never" });
  expect(done).toMatchObject({ state: "failed", error: { key, line: line + 5_000 }, counts: { total: 0 } });
  expect(await people(actor)).toEqual([]);
  expect(await readLists(actor)).toEqual([]);
  expect(await readAttributes(actor)).toEqual([]);
});

/** Waits until an import waits for its turn to merge, in this test's database. @returns its process in PostgreSQL */
async function waitingForMerge(): Promise<number> {
  // The locks of all databases are listed: those of other tests that run at the same time as well.
  const waiting = `SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()`;
  const { pid } = await eventually(async () => (await pool().query<{ pid: number }>(waiting)).rows[0], {
    what: "the import to wait for its turn to merge",
  });
  return pid;
}

test("an import that is cancelled while it merges writes nothing and leaves no file", async () => {
  const actor = await makeActor();
  const importId = await startFile(actor, "email,city\na@mail.example,Bogor\n", {
    kind: "new",
    name: "Never",
  });
  const blocker = await pool().connect();
  await blocker.query("BEGIN");
  await blocker.query("SELECT pg_advisory_xact_lock(hashtextextended('kurir import ' || $1::text, 0))", [
    actor.workspaceId,
  ]);
  const job = importContacts({ importId });
  await waitingForMerge();
  expect(await cancelImport(actor, importId)).toBe(true);
  await blocker.query("ROLLBACK");
  blocker.release();
  await job;
  expect(await readImport(actor, importId)).toMatchObject({ state: "cancelled", counts: { new: 0 } });
  expect(await people(actor)).toEqual([]);
  expect(await readLists(actor)).toEqual([]);
  expect(await readdir(path.join(environment().dataDirectory, "uploads"))).toEqual([]);
});

test("a worker that dies while it merges leaves nothing, and the job that runs again does everything", async () => {
  const actor = await makeActor();
  const importId = await startFile(actor, "email,city\na@mail.example,Bogor\n");
  const blocker = await pool().connect();
  await blocker.query("BEGIN");
  await blocker.query("SELECT pg_advisory_xact_lock(hashtextextended('kurir import ' || $1::text, 0))", [
    actor.workspaceId,
  ]);
  const job = importContacts({ importId }).catch((error: Error) => error);
  await pool().query("SELECT pg_terminate_backend($1)", [await waitingForMerge()]);
  expect(await job).toBeInstanceOf(Error);
  await blocker.query("ROLLBACK");
  blocker.release();
  expect(await people(actor)).toEqual([]);
  await importContacts({ importId });
  expect(await readImport(actor, importId)).toMatchObject({
    state: "finished",
    counts: { total: 1, new: 1 },
  });
});

test("running the job of a finished import again changes nothing", async () => {
  const actor = await makeActor();
  const done = await importFile(actor, "email\na@mail.example\n");
  await importContacts({ importId: done.id });
  expect(await readImport(actor, done.id)).toEqual(done);
});

test("two imports of the same people at once balance", async () => {
  const actor = await makeActor();
  const file = `email\n${Array.from({ length: 500 }, (_, n) => `person${n}@mail.example`).join("\n")}\n`;
  const ids = [await startFile(actor, file), await startFile(actor, file)];
  await Promise.all(ids.map((importId) => importContacts({ importId })));
  const counts = await Promise.all(ids.map(async (id) => (await readImport(actor, id))?.counts));
  expect(counts.map((each) => each?.new).sort()).toEqual([0, 500]);
  expect(await people(actor)).toHaveLength(500);
});

test("each workspace has its own contact for one address", async () => {
  const [one, other] = [await makeActor(), await makeActor()];
  await importFile(one, "email,first name\na@mail.example,One\n");
  expect((await importFile(other, "email,first name\na@mail.example,Other\n")).counts).toMatchObject({
    new: 1,
  });
  expect(await people(one)).toMatchObject([{ firstName: "One" }]);
  const page = await listContacts(other, contactQuerySchema.parse({}));
  expect(page.contacts).toMatchObject([{ firstName: "Other" }]);
});

test("after an import the planner knows how many contacts and subscriptions there are", async () => {
  const lines = Array.from({ length: 40 }, (_, index) => `known${index}@mail.example`);
  await importFile(await makeActor(), ["email", ...lines].join("\n"), { kind: "new", name: "Everybody" });
  const { rows } = await pool().query<{ isKnown: boolean }>(
    `SELECT bool_and(reltuples >= 40) AS "isKnown" FROM pg_class WHERE oid IN ('contacts'::regclass, 'subscriptions'::regclass)`,
  );
  expect(rows).toEqual([{ isKnown: true }]);
});
