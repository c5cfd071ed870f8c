import { expect, test } from "vitest";
import { readSendingLines } from "#lib/delivery/read-sending-lines.ts";
import { database, pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, deliverUntilState, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** Hours in UTC that do not hold the present one. */
function closedNow() {
  const hour = (new Date().getUTCHours() + 3) % 24;
  return { hoursFrom: hour * 60, hoursTo: ((hour + 1) % 24) * 60, hoursTimeZone: "UTC" };
}

test("a sender's mail is shared among the servers that take its domain, by weight, and each row says which one it was", async () => {
  const [own, half, foreign] = await Promise.all([startSink(), startSink(), startSink()]);
  const { id, serverId, otherIds } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: own.port,
    recipients: 800,
    maxConnections: 2,
    server: { weight: 3 },
    others: [
      { port: half.port, weight: 1, fromDomains: ["example.com"] },
      { port: foreign.port, weight: 50, fromDomains: ["other.example"] },
    ],
  });
  await plan(id);
  await deliverAll(id);
  expect(foreign.received).toHaveLength(0);
  expect(own.received.length + half.received.length).toBe(800);
  // Within what the parts of two batches at a time may be off.
  expect(Math.abs(own.received.length - 600)).toBeLessThanOrEqual(60);
  const { rows } = await pool().query(
    "SELECT sending_server_id AS id, count(*)::int AS count FROM messages WHERE campaign_id = $1 GROUP BY 1",
    [id],
  );
  expect(Object.fromEntries(rows.map((row) => [row.id, row.count]))).toEqual({
    [serverId]: own.received.length,
    [otherIds[0] ?? ""]: half.received.length,
  });
  await Promise.all([own, half, foreign].map((sink) => sink.close()));
});

test("while one server is away, used up or closed, the others send it all and nobody is asked to look", async () => {
  const [away, capped, closed, works] = await Promise.all([1, 2, 3, 4].map(() => startSink()));
  if (!away || !capped || !closed || !works) throw new Error("no sinks");
  await away.close();
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: away.port,
    recipients: 300,
    others: [
      { port: capped.port, dailyCap: 20 },
      { port: closed.port, ...closedNow() },
      { port: works.port },
    ],
  });
  await plan(id);
  await deliverAll(id);
  expect(await stateOf(id)).toBe("finished");
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 300 });
  expect(capped.received.length).toBeLessThanOrEqual(20);
  expect(closed.received).toHaveLength(0);
  expect(works.received.length).toBeGreaterThanOrEqual(280);
  await Promise.all([capped, closed, works].map((sink) => sink.close()));
});

test("outside of a server's hours a campaign waits without a fault, and goes on within them", async () => {
  const sink = await startSink();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 20,
    server: closedNow(),
  });
  await plan(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 20 });
  expect(await stateOf(id)).toBe("sending");
  await database().sendingServer.update({ where: { id: serverId }, data: { hoursFrom: 0, hoursTo: 1_440 } });
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 20 });
  await sink.close();
});

test("who was asked to come back by greylisting comes back through the same server", async () => {
  const firstSeen = new Map<string, string>();
  const rule =
    (name: string) =>
    ({ point, recipient, attempt }: { point: string; recipient: string; attempt: number }) => {
      if (point !== "rcpt") return undefined;
      const first = firstSeen.get(recipient) ?? name;
      firstSeen.set(recipient, first);
      return first === name && attempt > 1
        ? undefined
        : "451 4.7.1 Greylisted, please try again in 300 seconds";
    };
  const [one, two] = await Promise.all([startSink({ rule: rule("one") }), startSink({ rule: rule("two") })]);
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: one.port,
    recipients: 200,
    maxConnections: 2,
    others: [{ port: two.port }],
  });
  await plan(id);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 200 });
  // In another order than the first time, in which the servers would take turns in the same way by themselves.
  await pool().query(
    "UPDATE messages SET next_attempt_at = now() - random() * interval '1 minute' WHERE campaign_id = $1",
    [id],
  );
  await deliverUntilState(id, "finished");
  expect(await database().message.count({ where: { campaignId: id, attempts: 2, state: "accepted" } })).toBe(
    200,
  );
  expect(one.received.length).toBeGreaterThan(0);
  expect(two.received.length).toBeGreaterThan(0);
  await Promise.all([one.close(), two.close()]);
});

test("the live screen is told which server waits for what, and nobody of another workspace is", async () => {
  const actor = await makeActor();
  const sink = await startSink();
  const { id, serverId, otherIds } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: 30,
    server: { dailyCap: 10 },
    others: [{ port: sink.port, ...closedNow() }],
  });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      return sink.received.length === 10;
    },
    { what: "the cap to be used up" },
  );
  const lines = await readSendingLines(actor, id);
  expect(lines.map(({ serverId: server, wait }) => [server, wait?.key])).toEqual([
    [serverId, "cap"],
    [otherIds[0], "hours"],
  ]);
  for (const { wait } of lines) expect(Date.parse(wait?.until ?? "")).toBeGreaterThan(Date.now());
  expect(lines[0]?.connections).toBeLessThanOrEqual(5);
  expect(await readSendingLines(await makeActor(), id)).toEqual([]);
  await sink.close();
});
