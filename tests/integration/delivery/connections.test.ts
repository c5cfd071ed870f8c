import { afterEach, expect, test, vi } from "vitest";
import { suppressContacts } from "#lib/addresses/suppress-contacts.ts";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { deliverBatch } from "#lib/delivery/deliver-batch.ts";
import { database, pool } from "#lib/platform/database.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openFullestWindow } from "#tests/support/fullest-window.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink;
afterEach(async () => {
  vi.restoreAllMocks();
  await sink.close();
});

/** A server that greets nobody before it is told to. */
async function startSlowSink(): Promise<{ greet: () => void }> {
  const { promise: until, resolve: greet } = Promise.withResolvers<void>();
  sink = await startSink({ rule: answerAt("connect", { do: "hold", until }) });
  return { greet };
}

/** By both clocks of this machine; the worker is then sure of its connections again, as if it had not been frozen meanwhile. */
async function letPass(milliseconds: number, serverId: string): Promise<void> {
  for (const clock of [performance, Date]) {
    const now = clock.now.bind(clock);
    vi.spyOn(clock, "now").mockImplementation(() => now() + milliseconds);
  }
  for (const heartbeat of ["that may have been under way", "that began after that"]) {
    const { rows } = await pool().query<{ now: Date }>("SELECT clock_timestamp() AS now");
    const isSeen = async () => {
      const seen = await pool().query("SELECT 1 FROM server_shares WHERE server_id = $1 AND seen_at > $2", [
        serverId,
        rows[0]?.now,
      ]);
      return seen.rows.length > 0;
    };
    await eventually(isSeen, { what: `the heartbeat ${heartbeat}` });
  }
}

test("who unsubscribes while a connection is being opened does not get the mail, and the others do", async () => {
  const { greet } = await startSlowSink();
  const actor = await makeActor();
  const recipients = ["sari@example.org", "budi@example.org", "ayu@example.org"];
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients,
    maxConnections: 1,
  });
  await plan(id);
  const sending = deliverBatch({ campaignId: id, batch: 0 });
  await eventually(() => sink.count("connect") === 1, { what: "the connection" });
  await suppressContacts(actor.workspaceId, [
    { email: "sari@example.org", reason: "unsubscribed", evidence: null, source: "one-click" },
  ]);
  await letPass(10_000, serverId);
  greet();
  await sending;
  await deliverAll(id);
  expect(sink.received.map(({ recipient }) => recipient).sort()).toEqual([
    "ayu@example.org",
    "budi@example.org",
  ]);
  expect(sink.connections.total, "the connection is the next one's").toBe(1);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 2, skipped: 1 });
});

test("when the hours end while a connection is being opened, nothing is said on it and everybody stays queued", async () => {
  const { greet } = await startSlowSink();
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 4,
    maxConnections: 2,
    server: { hoursFrom: (minute + 1_380) % 1_440, hoursTo: (minute + 5) % 1_440, hoursTimeZone: "UTC" },
  });
  await plan(id);
  const sending = deliverOnce(id);
  await eventually(() => sink.count("connect") === 2, { what: "the connections" });
  await letPass(360_000, serverId);
  greet();
  await sending;
  expect(sink.count("mail")).toBe(0);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 4, accepted: 0 });
});

test("a provider that wants one mail a minute gets none whose minute was over before its connection was open, until the next one", async () => {
  const { greet } = await startSlowSink();
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: ["sari@gmail.com"],
  });
  await pool().query(
    `INSERT INTO provider_paces (server_id, provider, concurrency, per_minute, eased_until, changed_at)
     VALUES ($1, 'google', 5, 1, now() + interval '1 hour', now())`,
    [serverId],
  );
  await plan(id);
  const sending = deliverBatch({ campaignId: id, batch: 0 });
  await eventually(() => sink.count("connect") === 1, { what: "the connection" });
  // By the database's clock, which tells for all workers, the next moment is still a minute away.
  await letPass(70_000, serverId);
  greet();
  await eventually(
    async () => {
      const { rows } = await pool().query(
        "SELECT 1 FROM send_paces WHERE key = $1 AND next_free_at > now() + interval '65 seconds'",
        [`server ${serverId} google`],
      );
      return rows.length === 1;
    },
    { what: "it to take another moment" },
  );
  expect(sink.count("mail")).toBe(0);
  await pauseCampaign(actor, id);
  await sending;
  await eventually(async () => (await expectBooksToBalance(id)).sending === 0, { what: "it to be back" });
  expect(sink.count("mail")).toBe(0);
});

test("a campaign whose moments are closer than its connections are opened is sent all the same", async () => {
  const { greet } = await startSlowSink();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 1,
  });
  await database().campaign.update({ where: { id }, data: { maxPerSecond: 0.1 } });
  await plan(id);
  const sending = deliverBatch({ campaignId: id, batch: 0 });
  await eventually(() => sink.count("connect") === 1, { what: "the connection" });
  await letPass(30_000, serverId);
  greet();
  await sending;
  await eventually(async () => (await expectBooksToBalance(id)).sending === 0, { what: "its verdict" });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1 });
});

test("connections that open late and all at once do not send faster than the server's rate", async () => {
  const { promise: until, resolve: greet } = Promise.withResolvers<void>();
  const mails = openFullestWindow(1_000);
  sink = await startSink({
    rule: ({ point }) => {
      if (point === "mail") mails.note();
      return point === "connect" ? { do: "hold", until } : undefined;
    },
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 30,
    maxConnections: 20,
    messagesPerSecond: 10,
  });
  await plan(id);
  const sending = deliverBatch({ campaignId: id, batch: 0 });
  await eventually(() => sink.count("connect") === 20, { what: "the connections" });
  greet();
  await sending;
  await deliverAll(id);
  expect(mails.most(), "in one second, and not the twenty that waited, and ten").toBeLessThanOrEqual(17);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 30 });
});

const stalls = ["connect", "dot"] as const;

test.each(stalls)(
  "a campaign with a rate of its own makes up for nothing when a server that hung at %s goes on",
  async (where) => {
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
    const mails = openFullestWindow(1_000);
    sink = await startSink({
      rule: ({ point }) => {
        if (point === "mail") mails.note();
        return point === where ? { do: "hold", until } : undefined;
      },
    });
    const { id } = await makeLaunchedCampaign({
      actor: await makeActor(),
      port: sink.port,
      recipients: 60,
      maxConnections: where === "connect" ? 20 : 4,
    });
    await database().campaign.update({ where: { id }, data: { maxPerSecond: 10 } });
    await plan(id);
    const sending = deliverBatch({ campaignId: id, batch: 0 });
    await eventually(
      async () => {
        const { rows } = await pool().query(
          `SELECT 1 FROM send_paces pace JOIN campaigns ON pace.key = 'campaign ' || campaigns.id
           WHERE campaigns.id = $1 AND pace.next_free_at > launched_at + interval '4 seconds'`,
          [id],
        );
        return rows.length > 0 && sink.count("connect") >= 4;
      },
      { what: "thirty moments to be over" },
    );
    goOn();
    await sending;
    await deliverAll(id);
    expect(mails.most(), "in one second, and not all that waited").toBeLessThanOrEqual(17);
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 60 });
  },
);

test("a slow campaign's message whose connection turns out to be closed keeps its moment and goes over the next one", async () => {
  sink = await startSink({
    rule: ({ point, session, count }) =>
      point === "mail" && session === 1 && count > 1 ? "421 4.7.0 one is enough" : undefined,
  });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 2 });
  await database().campaign.update({ where: { id }, data: { maxPerSecond: 0.001 } });
  await plan(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 1, queued: 1 });
  // The time passes until the next moment.
  await pool().query("UPDATE send_paces SET next_free_at = now() WHERE key LIKE 'campaign ' || $1 || '%'", [
    id,
  ]);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 2 });
});

test("a server that takes twenty messages a connection and then says 421 to MAIL holds no provider and defers nobody", async () => {
  const said = new Map<number, number>();
  sink = await startSink({
    rule: ({ point, session }) => {
      if (point !== "mail") return undefined;
      const count = (said.get(session) ?? 0) + 1;
      said.set(session, count);
      return count > 20 ? "421 4.7.0 too many messages in this connection" : undefined;
    },
  });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: Array.from({ length: 100 }, (_, index) => `person${index}@gmail.com`),
    maxConnections: 2,
  });
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 100, deferred: 0 });
  expect(await reasonsOf(serverId)).toEqual([]);
});

test("what a server says to MAIL on a new connection is its own word and no mailbox provider's", async () => {
  sink = await startSink({
    rule: (moment) =>
      moment.count === 1 ? answerAt("mail", "421 4.7.0 too many messages from you")(moment) : undefined,
  });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: Array.from({ length: 20 }, (_, index) => `person${index}@gmail.com`),
    maxConnections: 2,
  });
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 19, deferred: 1 });
  expect(await reasonsOf(serverId)).toEqual([]);
});

/** What mailbox providers are believed to have said. */
async function reasonsOf(serverId: string): Promise<string[]> {
  const { rows } = await pool().query<{ reason: string }>(
    "SELECT reason FROM provider_paces WHERE server_id = $1 AND reason IS NOT NULL",
    [serverId],
  );
  return rows.map(({ reason }) => reason);
}

test("a connection carries no more mails than its server's settings allow", async () => {
  const carried = new Map<number, number>();
  sink = await startSink({
    rule: ({ point, session }) => {
      if (point === "answered") carried.set(session, (carried.get(session) ?? 0) + 1);
      return undefined;
    },
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 40,
    maxConnections: 2,
    server: { messagesPerConnection: 5 },
  });
  await plan(id);
  await deliverAll(id);
  expect(sink.received).toHaveLength(40);
  expect(Math.max(...carried.values())).toBe(5);
});
