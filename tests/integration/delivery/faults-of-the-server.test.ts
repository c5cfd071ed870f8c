import { expect, test } from "vitest";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { database } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SinkOptions, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const servers: Record<string, { options: SinkOptions; reason: string; isClosed?: boolean }> = {
  "cannot be reached": { options: {}, reason: "server_unreachable", isClosed: true },
  "refuses everybody in its greeting": {
    options: { rule: ({ point }) => (point === "connect" ? "554 5.3.2 no service here" : undefined) },
    reason: "server_refuses",
  },
  "hangs up before its greeting": {
    options: { rule: ({ point }) => (point === "connect" ? { do: "close" } : undefined) },
    reason: "server_unreachable",
  },
  "does not relay": {
    options: { rule: ({ point }) => (point === "rcpt" ? "554 5.7.1 Relay access denied" : undefined) },
    reason: "server_refuses",
  },
  "does not take the sender": {
    options: {
      rule: ({ point }) =>
        point === "mail" ? "553 5.7.1 Sender address rejected: not owned by user" : undefined,
    },
    reason: "server_refuses",
  },
  "wants a sign-in": {
    options: { rule: ({ point }) => (point === "mail" ? "530 5.7.0 Authentication required" : undefined) },
    reason: "server_sign_in",
  },
};

for (const [name, { options, reason, isClosed }] of Object.entries(servers)) {
  test.concurrent(`a server that ${name} pauses the campaign and fails nobody`, async () => {
    let sink = await startSink(options);
    if (isClosed) await sink.close();
    const actor = await makeActor();
    const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 120 });
    await plan(id);
    await eventually(
      async () => {
        await deliverOnce(id);
        return (await stateOf(id)) === "paused";
      },
      { what: "the campaign to be paused", withinSeconds: 25 },
    );
    const campaign = await database().campaign.findUniqueOrThrow({ where: { id } });
    expect(campaign.pauseReason).toMatchObject({
      key: reason,
      values: { server: expect.stringContaining("Server") },
    });
    // Who paused it may still have one in hand that it gives back.
    await eventually(async () => (await expectBooksToBalance(id)).queued === 120, { what: "all to be back" });
    const burned = await database().message.count({ where: { campaignId: id, NOT: { attempts: 0 } } });
    expect(burned, "attempts that were counted").toBe(0);
    expect(sink.received).toHaveLength(0);
    // A few careful tries, not one per recipient.
    expect(sink.connections.total).toBeLessThan(20);

    // Somebody puts the server right and resumes.
    sink = isClosed ? await startSink({ port: sink.port }) : sink;
    sink.setRule(undefined);
    await resumeCampaign(actor, id);
    await eventually(
      async () => {
        await deliverOnce(id);
        return (await stateOf(id)) === "finished";
      },
      { what: "the campaign to be finished" },
    );
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 120 });
    expect(sink.received).toHaveLength(120);
    await sink.close();
  });
}

test("one message for which the server does not relay is deferred, while the others get through", async () => {
  const sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient.startsWith("foreign") ? "554 5.7.1 Relay access denied" : undefined,
  });
  const people = Array.from({ length: 60 }, (_, index) => `person${index}@example.org`);
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: ["foreign@example.net", ...people],
    maxConnections: 2,
  });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await expectBooksToBalance(id)).accepted === 60;
    },
    { what: "the others to be accepted" },
  );
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await expectBooksToBalance(id)).deferred === 1;
    },
    { what: "the one to be deferred" },
  );
  expect(await stateOf(id)).toBe("sending");
  await sink.close();
});

test("a server that asks everybody to come back later gets its time; the campaign goes on by itself and nobody lost an attempt", async () => {
  const sink = await startSink({
    rule: ({ point, session }) =>
      point === "connect" && session <= 3 ? "421 4.3.2 Too busy, try again in 1 seconds" : undefined,
  });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 30 });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await stateOf(id)) === "finished";
    },
    { what: "the campaign to be finished" },
  );
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 30 });
  expect(await database().message.count({ where: { campaignId: id, NOT: { attempts: 1 } } })).toBe(0);
  expect(
    await database().deliveryEvent.count({
      where: { campaignId: id, category: "server_busy", kind: "released" },
    }),
  ).toBeGreaterThan(0);
  await sink.close();
});
