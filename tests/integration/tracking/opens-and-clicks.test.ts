import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { messageUrls } from "#lib/links/message-urls.ts";
import { database } from "#lib/platform/database.ts";
import { finishTracking } from "#lib/tracking/tracking-endpoint.ts";
import { makeActor } from "#tests/support/workspace.ts";
import { eventsOf, makeSentCampaign, type SentCampaign, type SentMessage } from "./sent-campaign.ts";
import { startTrackingServer, type TrackingServer } from "./tracking-server.ts";

let server: TrackingServer;
let campaign: SentCampaign;
let message: SentMessage;

beforeAll(async () => {
  server = await startTrackingServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  campaign = await makeSentCampaign(
    await makeActor(),
    ["budi@example.com"],
    [
      "https://shop.example/a",
      "https://shop.example/{{ contact.first_name }}?c={{ campaign.name | upcase }}",
      "https://x.example/",
      "https://kopi.example/コーヒー?q=é",
    ],
  );
  message = campaign.messages[0] as SentMessage;
});

const urls = () => messageUrls("", message.id);
const row = () => database().message.findUniqueOrThrow({ where: { id: BigInt(message.id) } });

test("a person's open is answered with the pixel and stands on the message and the contact", async () => {
  const response = await server.ask(urls().open);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("image/gif");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect((await response.arrayBuffer()).byteLength).toBe(43);
  await finishTracking();
  expect(await eventsOf(message.id)).toMatchObject([{ kind: "open", class: "human", user_agent: "Chrome" }]);
  expect((await row()).openedAt).toBeInstanceOf(Date);
  const contact = await database().contact.findUniqueOrThrow({ where: { id: BigInt(message.contactId) } });
  expect(contact.lastEngagedAt).toBeInstanceOf(Date);
});

test("a wrong pixel is answered exactly like a right one and stores nothing", async () => {
  const [right, wrong] = await Promise.all([
    server.ask(urls().open),
    server.ask("/t/o/AAAAAAAAAAAAAAAAAAAAAAAA.gif"),
  ]);
  const shown = (response: Response) => [
    response.status,
    ...[...response.headers].filter(([name]) => name !== "date"),
  ];
  expect(shown(wrong)).toEqual(shown(right));
  expect(await wrong.arrayBuffer()).toEqual(await right.arrayBuffer());
});

test("a click is stored before the answer and leads to the address in the database", async () => {
  const response = await server.ask(urls().click(0));
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe("https://shop.example/a");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  expect(response.headers.get("x-robots-tag")).toContain("noindex");
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(await eventsOf(message.id)).toMatchObject([{ kind: "click", class: "human", link_position: 0 }]);
  expect((await row()).clickedAt).toBeInstanceOf(Date);
});

test("whoever holds one mail cannot fill the disk with it: what is too often is answered and not stored", async () => {
  const answers = await Promise.all(
    Array.from({ length: 400 }, (_, index) =>
      server.ask(index % 2 === 0 ? urls().open : urls().click(0), { redirect: "manual" }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 302]));
  await finishTracking();
  // A minute may end in the middle, and the count begins anew.
  expect((await eventsOf(message.id)).length).toBeLessThanOrEqual(240);
});

test("a destination with letters that a header cannot hold is led to all the same", async () => {
  const response = await server.ask(urls().click(3));
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe(
    "https://kopi.example/%E3%82%B3%E3%83%BC%E3%83%92%E3%83%BC?q=%C3%A9",
  );
});

test("merge fields of a destination are filled for the recipient and cannot leave their place", async () => {
  const response = await server.ask(urls().click(1));
  expect(response.headers.get("location")).toBe("https://shop.example/Budi%20%26%20Ani?c=NOVEMBER");
});

test("a forged, cut or foreign token leads to the 404 page and never redirects", async () => {
  const good = urls().click(0).slice("/t/c/".length);
  const open = urls().open.slice("/t/o/".length, -4);
  for (const token of [
    good.slice(0, -1),
    `${good.slice(0, -1)}${good.endsWith("A") ? "B" : "A"}`,
    open,
    "x",
    "",
  ]) {
    const response = await server.ask(`/t/c/${token}`);
    expect(response.status).toBe(404);
    expect(response.headers.get("location")).toBeNull();
    expect(await response.text()).toBe("page GET /u/unknown");
  }
  expect(await eventsOf(message.id)).toEqual([]);
});

test("a link position that the campaign does not have is a 404", async () => {
  expect((await server.ask(urls().click(9))).status).toBe(404);
});

test("what is written behind the token changes nothing about where it leads", async () => {
  const response = await server.ask(`${urls().click(0)}?url=https://evil.example/`);
  expect(response.headers.get("location")).toBe("https://shop.example/a");
});

test("HEAD, prefetching and programs are stored as machines and count for nothing", async () => {
  const click = urls().click(0);
  expect((await server.ask(click, { method: "HEAD" })).status).toBe(302);
  await server.ask(click, { headers: { "sec-purpose": "prefetch;prerender" } });
  await server.ask(click, { headers: { "user-agent": "python-requests/2.32.3" } });
  await server.ask(urls().open, { method: "HEAD" });
  await finishTracking();
  const events = await eventsOf(message.id);
  expect(events.map(({ class: classified }) => classified)).toEqual([
    "machine",
    "machine",
    "machine",
    "machine",
  ]);
  expect(await row()).toMatchObject({ openedAt: null, clickedAt: null });
});

test("Apple's preloading is a machine, Gmail's proxy counts as an open", async () => {
  await server.ask(urls().open, { headers: { "user-agent": "Mozilla/5.0" } });
  await finishTracking();
  expect((await row()).openedAt).toBeNull();
  await server.ask(urls().open, {
    headers: { "user-agent": "Mozilla/5.0 (via ggpht.com GoogleImageProxy)" },
  });
  await finishTracking();
  expect((await row()).openedAt).not.toBeNull();
});

test("a scanner that follows every link at once is found out, its first click included", async () => {
  await Promise.all([0, 1, 2].map((position) => server.ask(urls().click(position))));
  const events = await eventsOf(message.id);
  expect(events.map(({ class: classified }) => classified)).toEqual(["machine", "machine", "machine"]);
  expect((await row()).clickedAt).toBeNull();
});

test("many hits at once are all stored, and the first one stands on the message", async () => {
  await Promise.all(Array.from({ length: 60 }, () => server.ask(urls().click(0))));
  const events = await eventsOf(message.id);
  expect(events).toHaveLength(60);
  expect((await row()).clickedAt).toBeInstanceOf(Date);
});

test("a message in doubt whose mail is opened was accepted, and the books say so", async () => {
  await database().message.update({
    where: { id: BigInt(message.id) },
    data: { state: "in_doubt", acceptedAt: null },
  });
  await database().campaign.update({ where: { id: campaign.id }, data: { accepted: 0, inDoubt: 1 } });
  await Promise.all([server.ask(urls().click(0)), server.ask(urls().open)]);
  await finishTracking();
  expect((await row()).state).toBe("accepted");
  expect(await database().campaign.findUniqueOrThrow({ where: { id: campaign.id } })).toMatchObject({
    accepted: 1,
    inDoubt: 0,
  });
  expect(
    await database().deliveryEvent.count({ where: { messageId: BigInt(message.id), kind: "accepted" } }),
  ).toBe(1);
});

test("no address of a recipient's network is stored", async () => {
  await server.ask(urls().click(0));
  const { rows } = await import("#lib/platform/database.ts").then(({ pool }) =>
    pool().query("SELECT to_json(e)::text AS line FROM tracking_events e WHERE message_id = $1", [
      message.id,
    ]),
  );
  expect(rows[0].line).not.toContain("127.0.0.1");
  expect(rows[0].line).not.toContain("Mozilla");
});

test("other methods are refused, other paths are left alone", async () => {
  expect((await server.ask(urls().click(0), { method: "POST" })).status).toBe(405);
  expect((await server.ask(urls().open, { method: "DELETE" })).status).toBe(405);
  expect(await (await server.ask("/reports")).text()).toBe("page GET /reports");
});

test("whoever tries tokens is slowed down, and right tokens keep working meanwhile", async () => {
  // A minute may end in the middle, and the count of sixty begins anew.
  const answers = await Promise.all(
    Array.from({ length: 130 }, () => server.ask("/t/c/AAAAAAAAAAAAAAAAAAAAAAAA")),
  );
  expect(answers.some(({ status }) => status === 429)).toBe(true);
  expect((await server.ask(urls().click(0))).status).toBe(302);
});
