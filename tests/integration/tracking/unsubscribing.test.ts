import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { messageUrls } from "#lib/links/message-urls.ts";
import { database } from "#lib/platform/database.ts";
import { readRecipient } from "#lib/tracking/read-recipient.ts";
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
  campaign = await makeSentCampaign(await makeActor(), ["sari@example.com"]);
  message = campaign.messages[0] as SentMessage;
});

const path = () => messageUrls("", message.id).unsubscribe;
const preferences = () => messageUrls("", message.id).preferences;
const token = () => path().slice("/u/".length);
const post = (to: string, fields: [string, string][]) =>
  server.ask(to, { method: "POST", body: new URLSearchParams(fields) });
const subscribed = async () => {
  const rows = await database().subscription.findMany({
    where: { contactId: BigInt(message.contactId), status: "subscribed" },
  });
  return rows.map(({ listId }) => listId).sort();
};
const unsubscribes = async () => (await eventsOf(message.id)).filter(({ kind }) => kind === "unsubscribe");

test("GET and HEAD show a page and change nothing", async () => {
  for (const method of ["GET", "HEAD"]) {
    const response = await server.ask(path(), { method });
    expect(response.headers.get("location")).toBeNull();
  }
  expect(await subscribed()).toHaveLength(2);
  expect(await unsubscribes()).toEqual([]);
});

test("one click by POST unsubscribes from the campaign's list, needs nothing else and does not redirect", async () => {
  const response = await post(path(), [["List-Unsubscribe", "One-Click"]]);
  expect(response.status).toBe(200);
  expect(response.headers.get("set-cookie")).toBeNull();
  expect(await subscribed()).toEqual([campaign.otherListId]);
  const row = await database().message.findUniqueOrThrow({ where: { id: BigInt(message.id) } });
  expect(row.unsubscribedAt).toBeInstanceOf(Date);
});

test("the multipart form of RFC 8058 does the same", async () => {
  const body = new FormData();
  body.set("List-Unsubscribe", "One-Click");
  expect((await server.ask(path(), { method: "POST", body })).status).toBe(200);
  expect(await subscribed()).toEqual([campaign.otherListId]);
});

test("a second POST, or ten at once, answer the same and count once", async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => post(path(), [["List-Unsubscribe", "One-Click"]])),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await post(path(), [["List-Unsubscribe", "One-Click"]])).status).toBe(200);
  expect(await unsubscribes()).toHaveLength(1);
});

test("a wrong token unsubscribes nobody and tells nothing", async () => {
  const response = await post(`/u/${token().slice(0, -2)}`, [["List-Unsubscribe", "One-Click"]]);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain("sari");
  const click = messageUrls("", message.id).click(0).slice("/t/c/".length);
  expect((await post(`/u/${click}`, [["List-Unsubscribe", "One-Click"]])).status).toBe(404);
  expect(await subscribed()).toHaveLength(2);
});

test("a body that is no form, too large or of another meaning changes nothing", async () => {
  expect((await post(path(), [["x", "y"]])).status).toBe(400);
  expect(
    (
      await server.ask(path(), {
        method: "POST",
        body: "{}",
        headers: { "content-type": "application/json" },
      })
    ).status,
  ).toBe(415);
  expect(
    (
      await post(path(), [
        ["List-Unsubscribe", "One-Click"],
        ["x", "y".repeat(50_000)],
      ])
    ).status,
  ).toBe(413);
  expect(await subscribed()).toHaveLength(2);
});

test("the page's button leads back to the page, and Undo takes it back", async () => {
  const left = await post(path(), [["page", "1"]]);
  expect([left.status, left.headers.get("location")]).toEqual([303, `${path()}?done=unsubscribed`]);
  expect(await readRecipient(token())).toMatchObject({ unsubscribed: true, getsNothing: false });
  const back = await post(path(), [
    ["page", "1"],
    ["action", "resubscribe"],
  ]);
  expect([back.status, back.headers.get("location")]).toEqual([303, `${path()}?done=back`]);
  expect(await subscribed()).toHaveLength(2);
  expect(await readRecipient(token())).toMatchObject({ unsubscribed: false });
  const row = await database().message.findUniqueOrThrow({ where: { id: BigInt(message.id) } });
  expect(row.unsubscribedAt).toBeNull();
});

test("preferences keep the ticked lists, end the others and ignore lists that are not the recipient's", async () => {
  const foreign = await makeSentCampaign(await makeActor(), ["other@example.com"]);
  const response = await post(preferences(), [
    ["page", "1"],
    ["list", campaign.otherListId],
    ["list", foreign.listId],
  ]);
  expect([response.status, response.headers.get("location")]).toEqual([303, `${preferences()}?done=saved`]);
  expect(await subscribed()).toEqual([campaign.otherListId]);
  await post(preferences(), [
    ["page", "1"],
    ["list", campaign.otherListId],
    ["list", campaign.listId],
  ]);
  expect(await subscribed()).toEqual([campaign.listId, campaign.otherListId].sort());
});

test("unsubscribing from everything lasts, and can be taken back by the recipient", async () => {
  await post(preferences(), [
    ["page", "1"],
    ["action", "everything"],
  ]);
  expect(await readRecipient(token())).toMatchObject({ getsNothing: true, unsubscribed: true });
  await post(preferences(), [
    ["page", "1"],
    ["action", "resubscribe"],
  ]);
  expect(await readRecipient(token())).toMatchObject({ getsNothing: false, unsubscribed: false });
});

test("whoever was deleted and came back by an import is unsubscribed by the link of an old mail all the same", async () => {
  const { workspaceId } = await database().campaign.findUniqueOrThrow({ where: { id: campaign.id } });
  await database().contact.delete({ where: { id: BigInt(message.contactId) } });
  const again = await database().contact.create({ data: { workspaceId, email: message.email } });
  expect((await post(path(), [["List-Unsubscribe", "One-Click"]])).status).toBe(200);
  expect(await database().contact.findUniqueOrThrow({ where: { id: again.id } })).toMatchObject({
    status: "unsubscribed",
  });
  expect(
    await database().suppression.findFirst({ where: { workspaceId, email: message.email } }),
  ).toMatchObject({
    reason: "unsubscribed",
    source: `one-click:${message.id}`,
  });
});

test("whoever was deleted and came back sees the page of an old mail, and its button and Undo work", async () => {
  const { workspaceId } = await database().campaign.findUniqueOrThrow({ where: { id: campaign.id } });
  await database().contact.delete({ where: { id: BigInt(message.contactId) } });
  const again = await database().contact.create({
    data: {
      workspaceId,
      email: message.email,
      subscriptions: { create: { listId: campaign.listId, source: "import" } },
    },
  });
  expect(await readRecipient(token())).toMatchObject({
    email: message.email,
    unsubscribed: false,
    subscribedByCampaign: [{ id: campaign.listId }],
  });
  expect((await post(path(), [["page", "1"]])).status).toBe(303);
  expect(await readRecipient(token())).toMatchObject({ unsubscribed: true, getsNothing: true });
  await post(path(), [
    ["page", "1"],
    ["action", "resubscribe"],
  ]);
  expect(await readRecipient(token())).toMatchObject({ unsubscribed: false, getsNothing: false });
  // The boxes of the preferences page are those of the contact that there is now.
  await post(preferences(), [["page", "1"]]);
  expect(await database().subscription.findFirstOrThrow({ where: { contactId: again.id } })).toMatchObject({
    status: "unsubscribed",
  });
});

test("an address that nobody has any more can still be told to get nothing, and take it back", async () => {
  const { workspaceId } = await database().campaign.findUniqueOrThrow({ where: { id: campaign.id } });
  await database().contact.delete({ where: { id: BigInt(message.contactId) } });
  expect(await readRecipient(token())).toMatchObject({
    email: message.email,
    lists: [],
    unsubscribed: false,
  });
  expect((await post(path(), [["page", "1"]])).status).toBe(303);
  expect(await readRecipient(token())).toMatchObject({ unsubscribed: true });
  expect((await post(preferences(), [["page", "1"]])).status).toBe(303);
  await post(path(), [
    ["page", "1"],
    ["action", "resubscribe"],
  ]);
  expect(await readRecipient(token())).toMatchObject({ unsubscribed: false });
  expect(await database().suppression.count({ where: { workspaceId } })).toBe(0);
});

test("a recipient's page shows only their own workspace's lists", async () => {
  const recipient = await readRecipient(token());
  expect(recipient?.lists.map(({ id }) => id).sort()).toEqual([campaign.listId, campaign.otherListId].sort());
  expect(await readRecipient("unknown")).toBeNull();
});
