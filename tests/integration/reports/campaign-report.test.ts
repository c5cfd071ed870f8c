import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#lib/accounts/actor.ts";
import { messageUrls } from "#lib/links/message-urls.ts";
import { database, pool } from "#lib/platform/database.ts";
import { exportCampaignPeople } from "#lib/reports/export-campaign-people.ts";
import { listCampaignPeople } from "#lib/reports/list-campaign-people.ts";
import { listReports } from "#lib/reports/list-reports.ts";
import { readPeopleQuery } from "#lib/reports/people-filter.ts";
import { readCampaignReport } from "#lib/reports/read-campaign-report.ts";
import { readContactTimeline } from "#lib/reports/read-contact-timeline.ts";
import { readOverview } from "#lib/reports/read-overview.ts";
import { finishTracking } from "#lib/tracking/tracking-endpoint.ts";
import { makeSentCampaign, type SentCampaign } from "#tests/integration/tracking/sent-campaign.ts";
import { startTrackingServer } from "#tests/integration/tracking/tracking-server.ts";
import { makeActor } from "#tests/support/workspace.ts";

let actor: Actor;
let stranger: Actor;
let campaign: SentCampaign;

const message = (index: number) => {
  const found = campaign.messages[index];
  if (!found) throw new Error(`no message ${index}`);
  return found;
};

/** Six recipients: 0 opens and clicks, 1 opens by Gmail, 2 is preloaded by Apple, 3 unsubscribes, 4 bounced, 5 was skipped. */
beforeAll(async () => {
  actor = await makeActor();
  stranger = await makeActor();
  campaign = await makeSentCampaign(actor, [
    "a@x.example",
    "b@gmail.com",
    "c@icloud.com",
    "d@x.example",
    "e@x.example",
    "=cmd@y.example",
  ]);
  await database().message.update({
    where: { id: BigInt(message(4).id) },
    data: {
      state: "bounced",
      acceptedAt: null,
      finishedAt: new Date(),
      category: "invalid_recipient",
      replyCode: 550,
      replyText: '=HYPERLINK("http://evil.example")\r\n550 no such user',
    },
  });
  await database().message.update({
    where: { id: BigInt(message(5).id) },
    data: { state: "skipped", acceptedAt: null, skipReason: "suppressed" },
  });
  await database().campaign.update({
    where: { id: campaign.id },
    data: { accepted: 4, bounced: 1, skipped: 1 },
  });
  const server = await startTrackingServer();
  const urls = (index: number) => messageUrls("", message(index).id);
  await server.ask(urls(0).open);
  await server.ask(urls(1).open, {
    headers: { "user-agent": "Mozilla/5.0 (via ggpht.com GoogleImageProxy)" },
  });
  await server.ask(urls(2).open, { headers: { "user-agent": "Mozilla/5.0" } });
  await finishTracking();
  await server.ask(urls(0).click(1));
  await server.ask(urls(0).click(1));
  await server.ask(urls(2).click(0), { headers: { "user-agent": "curl/8.5.0" } });
  await server.ask(urls(3).unsubscribe, {
    method: "POST",
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  await server.close();
});

const people = (query: Record<string, string>, as = actor) => {
  const { filter, cursor } = readPeopleQuery(query);
  return listCampaignPeople(as, campaign.id, filter, cursor);
};
const emails = async (query: Record<string, string>) =>
  (await people(query))?.people.map(({ email }) => email);

test("the figures are those of the rows: people by default, programs on request", async () => {
  const human = await readCampaignReport(actor, campaign.id);
  expect(human).toMatchObject({
    audience: 6,
    isBalanced: true,
    books: { accepted: 4, bounced: 1, skipped: 1 },
    opens: { people: 2, times: 2 },
    clicks: { people: 1, times: 2 },
    hiddenByApple: 1,
    unsubscribed: 1,
    complained: 0,
  });
  const all = await readCampaignReport(actor, campaign.id, "all");
  expect(all).toMatchObject({ opens: { people: 3 }, clicks: { people: 2, times: 3 } });
});

test("opens and clicks over time add up to the people who did them", async () => {
  const report = await readCampaignReport(actor, campaign.id);
  expect(report?.series.unit).toBe("hour");
  const sum = (kind: "opens" | "clicks") =>
    report?.series.points.reduce((total, point) => total + point[kind], 0);
  expect([sum("opens"), sum("clicks")]).toEqual([2, 1]);
});

test("every link has its people, followed or not", async () => {
  const report = await readCampaignReport(actor, campaign.id);
  expect(report?.links).toEqual([
    { position: 1, url: "https://shop.example/b", people: 1, times: 2 },
    { position: 0, url: "https://shop.example/a", people: 0, times: 0 },
  ]);
});

test("the same refusal of several people is one, also where each names its recipient", async () => {
  const { id, messages } = await makeSentCampaign(actor, ["first@x.example", "second@x.example"]);
  for (const { id: messageId, email } of messages) {
    await database().message.update({
      where: { id: BigInt(messageId) },
      data: {
        state: "bounced",
        category: "invalid_recipient",
        replyCode: 550,
        replyText: `<${email}>: Recipient address rejected: User unknown`,
      },
    });
  }
  const report = await readCampaignReport(actor, id);
  expect(report?.failures[0]?.examples).toEqual([
    { replyCode: 550, replyText: "<…>: Recipient address rejected: User unknown", count: 2 },
  ]);
});

test("failures carry the server's words, skipped people their reason, domains their figures", async () => {
  const report = await readCampaignReport(actor, campaign.id);
  expect(report?.failures).toMatchObject([
    { state: "bounced", category: "invalid_recipient", count: 1, examples: [{ replyCode: 550, count: 1 }] },
  ]);
  expect(report?.skipped).toEqual([{ reason: "suppressed", count: 1 }]);
  expect(report?.domains.find(({ domain }) => domain === "x.example")).toMatchObject({
    audience: 3,
    bounced: 1,
    opened: 1,
  });
});

test("counters that differ from the rows are told, not hidden", async () => {
  await database().campaign.update({ where: { id: campaign.id }, data: { accepted: 5 } });
  expect((await readCampaignReport(actor, campaign.id))?.isBalanced).toBe(false);
  await database().campaign.update({ where: { id: campaign.id }, data: { accepted: 4 } });
});

test("people are found by state, deed, link and address, and a page knows its neighbours", async () => {
  expect(await emails({ state: "bounced" })).toEqual(["e@x.example"]);
  expect(await emails({ did: "opened" })).toEqual(["a@x.example", "b@gmail.com"]);
  expect(await emails({ did: "not_opened" })).toEqual(["c@icloud.com", "d@x.example"]);
  expect(await emails({ did: "unsubscribed" })).toEqual(["d@x.example"]);
  expect(await emails({ link: "1" })).toEqual(["a@x.example"]);
  expect(await emails({ q: "GMAIL" })).toEqual(["b@gmail.com"]);
  expect(await emails({ q: "%" })).toEqual([]);
  expect(await emails({ category: "invalid_recipient" })).toEqual(["e@x.example"]);
  expect(await emails({ state: "nonsense", after: "x" })).toHaveLength(6);
});

test("pages forwards and backwards meet every person once", async () => {
  const many = await makeSentCampaign(
    actor,
    Array.from({ length: 120 }, (_, index) => `p${index}@x.example`),
  );
  const read = async (query: Record<string, string>) => {
    const { filter, cursor } = readPeopleQuery(query);
    const page = await listCampaignPeople(actor, many.id, filter, cursor);
    if (!page) throw new Error("no page");
    return page;
  };
  const first = await read({});
  const second = await read({ after: first.next ?? "" });
  const third = await read({ after: second.next ?? "" });
  expect([first.previous, third.next, first.total]).toEqual([null, null, 120]);
  const seen = [first, second, third].flatMap((page) => page.people.map(({ id }) => id));
  expect(new Set(seen).size).toBe(120);
  const back = await read({ before: third.previous ?? "" });
  expect(back.people).toEqual(second.people);
  expect((await read({ before: back.previous ?? "" })).previous).toBeNull();
});

test("the export has every row, and no cell that a spreadsheet would run", async () => {
  const exported = await exportCampaignPeople(actor, campaign.id, readPeopleQuery({}).filter);
  let text = "";
  for await (const part of exported?.rows ?? []) text += part;
  const lines = text.trimEnd().split("\r\n");
  expect(lines).toHaveLength(7);
  expect(lines[0]).toMatch(/^\uFEFFemail,state,/);
  expect(text).toContain("'=cmd@y.example,skipped,suppressed");
  expect(text).toContain(`"'=HYPERLINK(""http://evil.example"") 550 no such user"`);
});

test("another workspace sees none of it", async () => {
  expect(await readCampaignReport(stranger, campaign.id)).toBeNull();
  expect(await people({}, stranger)).toBeNull();
  expect(await exportCampaignPeople(stranger, campaign.id, readPeopleQuery({}).filter)).toBeNull();
  expect(await readContactTimeline(stranger, message(0).contactId)).toEqual([]);
  expect((await listReports(stranger, { words: null, after: null })).reports).toEqual([]);
  const overview = await readOverview(stranger);
  expect([overview.recent, overview.attention]).toEqual([[], []]);
});

test("an address that is no id finds nothing instead of failing", async () => {
  expect(await readCampaignReport(actor, "x'; --")).toBeNull();
  expect(await readContactTimeline(actor, "1; DROP")).toEqual([]);
});

test("the list of reports is newest first and pages by launch", async () => {
  const page = await listReports(actor, { words: "novem", after: null });
  expect(page.reports.find(({ id }) => id === campaign.id)).toMatchObject({
    opened: 2,
    clicked: 1,
    unsubscribed: 1,
  });
  expect((await listReports(actor, { words: null, after: "1990-01-01T00:00:00Z" })).reports).toEqual([]);
});

test("a contact's timeline tells what they did, and what a machine did", async () => {
  const kinds = (await readContactTimeline(actor, message(0).contactId)).map(({ kind, byMachine }) => [
    kind,
    byMachine,
  ]);
  expect(kinds).toEqual([
    ["click", false],
    ["click", false],
    ["open", false],
  ]);
});

test("the overview asks for attention where something stands still, and counts thirty days", async () => {
  const paused = await makeSentCampaign(actor, ["z@x.example"]);
  await database().campaign.update({
    where: { id: paused.id },
    data: {
      state: "paused",
      pauseReason: { key: "server_unreachable", values: { server: "smtp" }, detail: "ECONNREFUSED" },
    },
  });
  const overview = await readOverview(actor);
  expect(overview.attention[0]).toMatchObject({
    kind: "paused",
    campaignId: paused.id,
    reason: { key: "server_unreachable" },
  });
  expect(overview.trend).toHaveLength(30);
  const { rows } = await pool().query(
    "SELECT count(*)::int AS n FROM messages WHERE workspace_id = $1 AND accepted_at IS NOT NULL",
    [actor.workspaceId],
  );
  expect(overview.trend.reduce((sum, day) => sum + day.accepted, 0)).toBe(rows[0].n);
  expect(overview.steps).toMatchObject({ contacts: true, campaign: true, sender: false });
});

test("the overview names a campaign whose sender is blocked, from the third recipient on", async () => {
  const { id } = await makeSentCampaign(actor, ["f@x.example", "g@x.example", "h@x.example", "i@x.example"]);
  const block = (email: string) =>
    database().message.updateMany({
      where: { campaignId: id, email },
      data: { state: "bounced", category: "block_reputation", acceptedAt: null },
    });
  const told = async (reader: Actor) =>
    (await readOverview(reader)).attention.filter(({ kind }) => kind === "blocked");
  await block("f@x.example");
  await block("g@x.example");
  expect(await told(actor), "two may have filters of their own").toEqual([]);
  await block("h@x.example");
  expect(await told(actor)).toMatchObject([{ campaignId: id, count: 3 }]);
  expect(await told(stranger)).toEqual([]);
});
