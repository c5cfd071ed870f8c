import PostalMime, { type Email } from "postal-mime";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { countAudience } from "#lib/audience/count-audience.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { readContact } from "#lib/contacts/read-contact.ts";
import { createTemplate } from "#lib/content/create-template.ts";
import { readTemplate } from "#lib/content/read-template.ts";
import { saveTemplate } from "#lib/content/save-template.ts";
import { createCampaign } from "#lib/drafts/create-campaign.ts";
import { saveCampaign } from "#lib/drafts/save-campaign.ts";
import { readImport } from "#lib/imports/read-import.ts";
import { createList } from "#lib/lists/create-list.ts";
import { pool } from "#lib/platform/database.ts";
import { listCampaignPeople } from "#lib/reports/list-campaign-people.ts";
import { readPeopleQuery } from "#lib/reports/people-filter.ts";
import type { Person } from "#lib/reports/people-store.ts";
import { readCampaignReport } from "#lib/reports/read-campaign-report.ts";
import { readContactTimeline } from "#lib/reports/read-contact-timeline.ts";
import { saveSender } from "#lib/senders/save-sender.ts";
import { saveSendingServer } from "#lib/senders/save-sending-server.ts";
import { finishTracking } from "#lib/tracking/tracking-endpoint.ts";
import { startTrackingServer, type TrackingServer } from "#tests/integration/tracking/tracking-server.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startFile } from "#tests/support/import-file.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { startWorker, type WorkerProcess } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

// One row of a file, followed through the real processes: a worker, a mail server, the tracking endpoint. The tests tell the
// story in its order, each from where the one before it left.

const csv = [
  "Email,First name,City",
  '"Sari@Toko.example","Sari ""Kopi"" & Co",Bandung',
  "gone@toko.example,Gone,Jakarta",
  "budi@toko.example,Budi,Medan",
  "not an address,Nobody,Nowhere",
].join("\r\n");

const mjml = `<mjml><mj-body><mj-section><mj-column>
<mj-text>Hello {{ contact.first_name }} in {{ contact.city }}</mj-text>
<mj-button href="https://shop.example/offer?from={{ contact.city }}">Offer</mj-button>
<mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text>
</mj-column></mj-section></mj-body></mjml>`;

let actor: Actor;
let sink: SmtpSink;
let recipientPages: TrackingServer;
let worker: WorkerProcess;
let senderId: string;
let listId: string;
let campaignId: string;
let mail: Email;

beforeAll(async () => {
  recipientPages = await startTrackingServer();
  process.env.APP_URL = recipientPages.url;
  actor = await makeActor();
  sink = await startSink({
    keepRaw: true,
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient.startsWith("gone@") ? "550 5.1.1 user unknown" : undefined,
  });
  worker = await startWorker(["importContacts", "planBatches", "deliverBatch", "sweepDeliveries"]);
});
afterAll(async () => {
  await worker.drain();
  await sink.close();
  await recipientPages.close();
});

test("the file's good rows become contacts on the list, the bad one is counted", async () => {
  const list = await createList(actor, { name: "Newsletter", description: "" });
  if (!list.ok) throw new Error("the list was not made");
  listId = list.id;
  const importId = await startFile(actor, csv, { kind: "existing", listId });
  const done = await eventually(
    async () => {
      const seen = await readImport(actor, importId);
      return seen?.state === "finished" && seen;
    },
    { what: "the import to be finished" },
  );
  expect(done.counts).toEqual({ total: 4, new: 3, updated: 0, unchanged: 0, rejected: 1 });
  expect(await countAudience(actor, toTheList())).toEqual({ entries: 3, subtractions: [], audience: 3 });
});

test("the campaign is sent, and who the server does not know is told in the server's words", async () => {
  senderId = await makeSender();
  campaignId = await sendCampaign("First", await makeTemplate());

  expect(sink.received.map(({ recipient }) => recipient).sort()).toEqual([
    "budi@toko.example",
    "sari@toko.example",
  ]);
  expect(await expectBooksToBalance(campaignId)).toMatchObject({ accepted: 2, bounced: 1 });
  expect(await personOf("gone@toko.example")).toMatchObject({
    state: "bounced",
    replyCode: 550,
    replyText: expect.stringContaining("user unknown"),
    acceptedAt: null,
  });
});

test("the mail that arrived is hers: headers, both parts, her merge fields, every link through us", async () => {
  const raw = sink.received.find(({ recipient }) => recipient === "sari@toko.example")?.raw;
  mail = await PostalMime.parse(raw ?? "");
  expect(mail.from).toMatchObject({ name: "Toko Kopi, Bandung", address: "kopi@toko-kopi.example" });
  expect(mail.to).toMatchObject([{ address: "sari@toko.example" }]);
  expect(mail.replyTo).toMatchObject([{ address: "halo@toko-kopi.example" }]);
  expect(mail.subject).toBe('Sari "Kopi" & Co, your beans from Bandung');
  expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(unsubscribeAddress()).toMatch(new RegExp(`^${recipientPages.url}/u/`));
  expect(mail.html).toContain("Hello Sari &quot;Kopi&quot; &amp; Co in Bandung");
  expect(mail.text).toContain('Hello Sari "Kopi" & Co in Bandung');
  expect(addresses("href").filter((address) => address.includes("/t/c/"))).toHaveLength(1);
  expect(`${mail.html}${mail.text}`).not.toContain("https://shop.example");
  expect(`${mail.html}${mail.text}${mail.subject}`).not.toMatch(/\{\{|\{%/);
});

test("what she does with the mail stands in the report, in her row and in her timeline, each once", async () => {
  await letAnHourPass();
  const pixel = addresses("src").find((address) => address.includes("/t/o/"));
  expect((await ask(pixel)).headers.get("content-type")).toBe("image/gif");
  await finishTracking();
  const link = addresses("href").find((address) => address.includes("/t/c/"));
  expect((await ask(link)).headers.get("location")).toBe("https://shop.example/offer?from=Bandung");
  expect((await ask(unsubscribeAddress(), { method: "GET" })).status, "left to the page").toBe(404);
  expect(await personOf("sari@toko.example"), "looking at the page ends nothing").toMatchObject({
    unsubscribedAt: null,
  });
  const oneClick = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
  expect((await ask(unsubscribeAddress(), oneClick)).status).toBe(200);

  const report = await readCampaignReport(actor, campaignId);
  expect(report).toMatchObject({
    audience: 3,
    isBalanced: true,
    books: { accepted: 2, bounced: 1 },
    opens: { people: 1, times: 1 },
    clicks: { people: 1, times: 1 },
    unsubscribed: 1,
    complained: 0,
    links: [{ people: 1, times: 1 }],
    failures: [{ state: "bounced", category: "invalid_recipient", count: 1 }],
  });
  const sari = await personOf("sari@toko.example");
  expect(sari).toMatchObject({
    state: "accepted",
    attempts: 1,
    openedAt: expect.any(Date),
    clickedAt: expect.any(Date),
    unsubscribedAt: expect.any(Date),
    complainedAt: null,
  });
  expect(await personOf("budi@toko.example")).toMatchObject({
    state: "accepted",
    openedAt: null,
    clickedAt: null,
    unsubscribedAt: null,
  });
  const timeline = await readContactTimeline(actor, sari.contactId);
  expect(timeline.map(({ kind }) => kind).sort()).toEqual(["click", "open", "sent", "unsubscribe"]);
  expect(timeline.every(({ byMachine, campaignName }) => !byMachine && campaignName === "First")).toBe(true);
});

test("an address that does not exist is bounced and suppressed", async () => {
  const gone = await personOf("gone@toko.example");
  expect(await readContact(actor, gone.contactId)).toMatchObject({
    status: "bounced",
    suppression: { reason: "bounced" },
  });
  expect((await readContactTimeline(actor, gone.contactId)).map(({ kind }) => kind)).toEqual(["bounced"]);
});

test("the next campaign to the list leaves out who unsubscribed and who bounced, and says so", async () => {
  expect(await countAudience(actor, toTheList())).toEqual({
    entries: 3,
    subtractions: [
      { line: "unsubscribed", count: 1 },
      { line: "bounced", count: 1 },
    ],
    audience: 1,
  });
  const before = sink.received.length;
  const again = await sendCampaign("Second", await makeTemplate());
  expect(sink.received.slice(before).map(({ recipient }) => recipient)).toEqual(["budi@toko.example"]);
  const books = await expectBooksToBalance(again);
  expect(books).toMatchObject({ accepted: 1, bounced: 0, skipped: 0 });
  expect(await readCampaignReport(actor, again)).toMatchObject({ audience: 1, isBalanced: true });
});

const toTheList = () => ({ includeListIds: [listId], excludeListIds: [] });

async function makeSender(): Promise<string> {
  const server = await saveSendingServer(actor, null, {
    name: "Relay",
    host: "127.0.0.1",
    port: sink.port,
    security: "none",
    username: null,
    password: null,
    maxConnections: 2,
    messagesPerSecond: null,
  });
  if (server.outcome !== "saved") throw new Error(`the server is ${server.outcome}`);
  const sender = await saveSender(actor, null, {
    name: "Toko Kopi, Bandung",
    email: "kopi@toko-kopi.example",
    replyTo: "halo@toko-kopi.example",
    sendingServerId: server.id,
  });
  if (sender.outcome !== "saved") throw new Error(`the sender is ${sender.outcome}`);
  return sender.id;
}

/** @returns the MJML as the template keeps it */
async function makeTemplate(): Promise<string> {
  const id = await createTemplate(actor, {
    name: crypto.randomUUID(),
    starter: "newsletter",
    locale: "en",
  });
  const starter = await readTemplate(actor, id);
  const saved = await saveTemplate(actor, {
    id,
    mjml,
    text: null,
    expected: starter?.updatedAt ?? new Date(),
  });
  expect(saved).toMatchObject({ outcome: "saved", problems: [] });
  return (await readTemplate(actor, id))?.mjml ?? "";
}

/** Sends to everyone on the list and waits until the last one is decided. @returns the campaign's id */
async function sendCampaign(name: string, content: string): Promise<string> {
  const { id } = await createCampaign(actor, { name });
  const patch = {
    subject: "{{ contact.first_name }}, your beans from {{ contact.city }}",
    senderId,
    mjml: content,
    includeListIds: [listId],
  };
  expect(await saveCampaign(actor, id, { patch, base: {} })).toMatchObject({ kind: "saved" });
  const { audience } = await countAudience(actor, toTheList());
  expect(await scheduleCampaign(actor, id, { kind: "now" }, { named: audience })).toEqual({
    kind: "launched",
    audience,
  });
  await eventually(async () => (await stateOf(id)) === "finished", {
    what: `${name} to be finished`,
  });
  return id;
}

async function personOf(email: string): Promise<Person> {
  const { filter, cursor } = readPeopleQuery({ q: email });
  const [person] = (await listCampaignPeople(actor, campaignId, filter, cursor))?.people ?? [];
  if (!person) throw new Error(`${email} has no row`);
  return person;
}

/** Nobody reads a mail in the second after it came: what opens it then is counted as a machine. */
async function letAnHourPass(): Promise<void> {
  await pool().query(
    "UPDATE messages SET accepted_at = accepted_at - interval '1 hour' WHERE campaign_id = $1",
    [campaignId],
  );
}

const header = (key: string) => mail.headers.find((each) => each.key === key)?.value ?? "";
const unsubscribeAddress = () => /<(https?:[^>]+)>/.exec(header("list-unsubscribe"))?.[1];

function addresses(attribute: "href" | "src"): string[] {
  const found = (mail.html ?? "").matchAll(new RegExp(`${attribute}="(https?:[^"]+)"`, "g"));
  return [...found].map(([, address = ""]) => address.replaceAll("&amp;", "&"));
}

async function ask(address: string | undefined, init?: RequestInit): Promise<Response> {
  if (!address?.startsWith(recipientPages.url)) throw new Error(`not an address of ours: ${address}`);
  return await recipientPages.ask(address.slice(recipientPages.url.length), init);
}
