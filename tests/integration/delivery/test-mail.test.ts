import { afterEach, expect, test, vi } from "vitest";
import { PermissionDenied } from "#lib/accounts/actor.ts";
import { sendTestMessage } from "#lib/delivery/send-test-message.ts";
import { takeProbe, writeTrouble } from "#lib/lines/breaker-store.ts";
import { testServerInTurn } from "#lib/lines/test-server-in-turn.ts";
import { database, pool } from "#lib/platform/database.ts";
import { settingsVersion } from "#lib/servers/settings-version.ts";
import { borrowConnection } from "#lib/shares/borrow-connection.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { serverInput } from "#tests/support/sending-server.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("a test mail goes out beside a campaign, on one of the connections that the server may have", async () => {
  const sink = await startSink({
    rule: answerAt("dot", { do: "wait", milliseconds: 20 }),
  });
  const actor = await makeActor();
  const campaign = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 300, maxConnections: 2 });
  await plan(campaign.id);
  const { senderId } = await database().campaign.findUniqueOrThrow({ where: { id: campaign.id } });
  const sending = deliverAll(campaign.id);
  await eventually(() => sink.received.length > 10, { what: "the campaign to be under way" });
  const message = {
    senderId: senderId ?? "",
    to: "me@example.org",
    subject: "Test",
    html: "<p>x</p>",
    text: "x",
  };
  const tests = await Promise.all([1, 2].map(() => sendTestMessage(actor, message)));
  expect(tests).toMatchObject([{ outcome: "sent" }, { outcome: "sent" }]);
  await sending;
  expect(await expectBooksToBalance(campaign.id)).toMatchObject({ accepted: 300 });
  expect(sink.connections.most).toBeLessThanOrEqual(2);
  await sink.close();
});

test("a server is tested beside a campaign over one of the connections that it may have", async () => {
  const sink = await startSink({
    rule: answerAt("dot", { do: "wait", milliseconds: 20 }),
  });
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: 300,
    maxConnections: 2,
  });
  await plan(id);
  const sending = deliverAll(id);
  await eventually(() => sink.received.length > 10, { what: "the campaign to be under way" });
  const input = serverInput(sink.port, { security: "none", maxConnections: 2 });
  const answers = await Promise.all([
    testServerInTurn(actor, { id: serverId }),
    testServerInTurn(actor, { id: serverId, input }),
    testServerInTurn(await makeActor(), { id: serverId }),
  ]);
  expect(answers).toMatchObject([
    { outcome: "tested", test: { ok: true } },
    { outcome: "tested", test: { ok: true } },
    { outcome: "notFound" },
  ]);
  await sending;
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 300 });
  expect(sink.connections.most).toBeLessThanOrEqual(2);
  await expect(testServerInTurn({ ...actor, role: "viewer" }, { id: serverId })).rejects.toThrow(
    PermissionDenied,
  );
  await sink.close();
});

test("where no connection comes free, nothing is sent, and it is told", async () => {
  const serverId = crypto.randomUUID();
  const one = { serverId, maximum: 1, withinMilliseconds: 60_000 };
  let calls = 0;
  const inner = await borrowConnection(one, () =>
    borrowConnection({ ...one, withinMilliseconds: 300 }, async () => {
      calls += 1;
    }),
  );
  expect(inner).toEqual({ done: null });
  expect(calls).toBe(0);
  expect(await borrowConnection(one, async () => "free again")).toEqual({ done: "free again" });
});

test.each(["busy", "beingTried"] as const)(
  "a server whose only connection is taken is not tested, and whoever asks is told why: %s",
  async (why) => {
    const sink = await startSink();
    const actor = await makeActor();
    const { serverId } = await makeLaunchedCampaign({
      actor,
      port: sink.port,
      recipients: 1,
      maxConnections: 1,
    });
    const worker = crypto.randomUUID();
    await pool().query(
      `INSERT INTO server_shares (server_id, line, joined_at, seen_at, wants, granted)
       VALUES ($1, $2, now() - interval '1 hour', now() + interval '1 hour', true, 1)`,
      [serverId, worker],
    );
    if (why === "beingTried") {
      const version = settingsVersion(
        await database().sendingServer.findUniqueOrThrow({ where: { id: serverId } }),
      );
      const trouble = { kind: "away" as const, times: 3, reason: "server_unreachable", said: "" };
      await writeTrouble(serverId, version, { ...trouble, openFor: 0 });
      expect(await takeProbe(serverId, version, worker)).toBe("taken");
      // However long this takes, the try is under way.
      await pool().query(
        "UPDATE server_breakers SET probed_until = now() + interval '1 hour' WHERE server_id = $1",
        [serverId],
      );
    }
    const testing = testServerInTurn(actor, { id: serverId });
    await eventually(
      async () => {
        const shares = await pool().query("SELECT 1 FROM server_shares WHERE server_id = $1", [serverId]);
        return shares.rows.length === 2;
      },
      { what: "the test to wait for a connection" },
    );
    const now = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => now() + 30_000);
    expect(await testing).toEqual({ outcome: why });
    expect(sink.connections.total).toBe(0);
    await sink.close();
  },
);
