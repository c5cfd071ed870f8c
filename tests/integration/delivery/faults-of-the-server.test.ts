import { expect, test } from "vitest";
import { PermissionDenied } from "#lib/accounts/actor.ts";
import { pauseCampaignForFault } from "#lib/campaigns/pause-campaign-for-fault.ts";
import { resumeCampaign } from "#lib/campaigns/resume-campaign.ts";
import { readLastReplies } from "#lib/delivery/read-last-replies.ts";
import { readSendingLines } from "#lib/delivery/read-sending-lines.ts";
import { readServerWaits } from "#lib/delivery/read-server-waits.ts";
import { endProbe, makeProbeDue, readTroubles, takeProbe, writeTrouble } from "#lib/lines/breaker-store.ts";
import { closeIdleLines } from "#lib/lines/sending-line.ts";
import { tryServerNow } from "#lib/lines/try-server-now.ts";
import { database, pool } from "#lib/platform/database.ts";
import { findFreePort } from "#lib/platform/port-holder.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { readOverview } from "#lib/reports/read-overview.ts";
import { updateReachedAddress } from "#lib/senders/sending-servers-store.ts";
import { testSendingServer } from "#lib/senders/test-sending-server.ts";
import { settingsVersion } from "#lib/servers/settings-version.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, deliverUntilState, makeDue, plan, stateOf, takeTurns } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { allowNoise } from "#tests/support/refuse-noise.ts";
import { type SinkOptions, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const servers: Record<string, { options: SinkOptions; reason: string }> = {
  "refuses everybody in its greeting": {
    options: { rule: answerAt("connect", "554 5.3.2 no service here") },
    reason: "server_refuses",
  },
  "does not relay": {
    options: { rule: answerAt("rcpt", "554 5.7.1 Relay access denied") },
    reason: "server_refuses",
  },
  "does not take the sender": {
    options: {
      rule: answerAt("mail", "553 5.7.1 Sender address rejected: not owned by user"),
    },
    reason: "sender_refused",
  },
  "wants a sign-in": {
    options: { rule: answerAt("mail", "530 5.7.0 Authentication required") },
    reason: "server_sign_in",
  },
};

for (const [name, { options, reason }] of Object.entries(servers)) {
  test.concurrent(`a server that ${name} pauses the campaign and fails nobody`, async () => {
    const sink = await startSink(options);
    const actor = await makeActor();
    const { id, serverId } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 120 });
    await plan(id);
    await deliverUntilState(id, "paused");
    const campaign = await database().campaign.findUniqueOrThrow({ where: { id } });
    expect(campaign.pauseReason).toMatchObject({
      key: reason,
      values: { server: expect.stringContaining("Server"), serverId },
    });
    // Who paused it may still have one in hand that it gives back.
    await eventually(async () => (await expectBooksToBalance(id)).queued === 120, { what: "all to be back" });
    const burned = await database().message.count({ where: { campaignId: id, NOT: { attempts: 0 } } });
    expect(burned, "attempts that were counted").toBe(0);
    expect(sink.received).toHaveLength(0);
    // A few careful tries, not one per recipient.
    expect(sink.connections.total).toBeLessThan(20);

    // Somebody puts the server right and resumes.
    sink.setRule(undefined);
    await resumeCampaign(actor, id);
    await deliverUntilState(id, "finished");
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 120 });
    expect(sink.received).toHaveLength(120);
    await sink.close();
  });
}

const absences: Record<string, (port: number) => Promise<SmtpSink | null>> = {
  "cannot be connected to": async () => null,
  "hangs up before its greeting": (port) => startSink({ port, rule: answerAt("connect", { do: "close" }) }),
  "hangs up at MAIL": (port) => startSink({ port, rule: answerAt("mail", { do: "close" }) }),
};

for (const [name, standIn] of Object.entries(absences)) {
  test.concurrent(`a server that ${name} for a while is waited for: it says so, costs nobody an attempt, and goes on by itself`, async () => {
    const closed = await startSink();
    await closed.close();
    const away = await standIn(closed.port);
    const actor = await makeActor();
    const { id, serverId } = await makeLaunchedCampaign({ actor, port: closed.port, recipients: 60 });
    // What fails at MAIL is known to be the server's fault after its first one.
    if (name === "hangs up at MAIL") await fail(serverId);
    await plan(id);
    await eventually(
      async () => {
        await deliverOnce(id);
        const { rows } = await pool().query(
          "SELECT 1 FROM server_breakers WHERE server_id = $1 AND times >= 3",
          [serverId],
        );
        return rows.length === 1;
      },
      { what: "the third try" },
    );
    expect(await stateOf(id)).toBe("sending");
    const [line] = await readSendingLines(actor, id);
    const key = name === "hangs up at MAIL" ? "away" : "never_reached";
    expect(line?.wait).toMatchObject({ key, isLong: false, said: expect.stringMatching(/./) });
    const said = await readLastReplies(actor, id);
    expect(said.filter(({ kind }) => kind === "released")).toHaveLength(1);
    const { books } = (await readCampaignProgress(actor, id)) ?? {};
    expect(books, "each try is made with another, so nobody has lost anything").toMatchObject({ queued: 60 });

    await away?.close();
    const back = await startSink({ port: closed.port });
    await eventually(
      async () => {
        await deliverOnce(id);
        await makeDue(id);
        return (await stateOf(id)) === "finished";
      },
      { what: "the campaign to be finished" },
    );
    expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 60 });
    expect(back.received).toHaveLength(60);
    expect([...back.copies().values()].every((copies) => copies === 1)).toBe(true);
    const tried = await database().message.count({ where: { campaignId: id, attempts: { gt: 1 } } });
    expect(tried, "attempts used up").toBe(0);
    expect((await readSendingLines(actor, id)).filter(({ wait }) => wait)).toEqual([]);
    await back.close();
  });
}

/** A campaign to three people, whose server is not there. */
async function launchWithoutServer() {
  const port = await findFreePort();
  const actor = await makeActor();
  return { actor, port, ...(await makeLaunchedCampaign({ actor, port, recipients: 3 })) };
}

test("a server that was away for long is told loudly, and mended or tested settings are tried at once", async () => {
  const { actor, id, serverId, port } = await launchWithoutServer();
  await updateReachedAddress(serverId, `127.0.0.1:${port}`);
  await plan(id);
  await deliverOnce(id);
  const beAwayForLong = () =>
    pool().query(
      "UPDATE server_breakers SET since = now() - interval '3 hours', times = 40, open_until = now() + interval '5 minutes' WHERE server_id = $1",
      [serverId],
    );
  await beAwayForLong();
  expect(await testSendingServer(actor, { id: serverId })).toMatchObject({ test: { ok: false } });
  expect(await readSendingLines(actor, id), "a test that fails makes it no younger").toMatchObject([
    { wait: { key: "away", isLong: true } },
  ]);
  const back = await startSink({ port });
  expect(await testSendingServer(actor, { id: serverId })).toMatchObject({ test: { ok: true } });
  expect(await readSendingLines(actor, id)).toMatchObject([{ wait: null }]);
  await back.close();
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await readSendingLines(actor, id))[0]?.wait;
    },
    { what: "it to be tried again" },
  );
  await beAwayForLong();
  const [line] = await readSendingLines(actor, id);
  expect(line?.wait).toMatchObject({ key: "away", isLong: true });
  const { attention } = await readOverview(actor);
  expect(attention).toMatchObject([{ kind: "serverAway", serverId }]);
  expect((await readOverview(await makeActor())).attention).toEqual([]);

  const elsewhere = await startSink();
  await database().sendingServer.update({ where: { id: serverId }, data: { port: elsewhere.port } });
  expect((await readOverview(actor)).attention).toEqual([]);
  await deliverUntilState(id, "finished");
  expect(elsewhere.received).toHaveLength(3);
  await elsewhere.close();
});

test("a server that has not answered a single time where it is set up is told as that, and as away once it has; a change of anything else keeps that", async () => {
  allowNoise(/has failed for long/);
  const sink = await startSink();
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 2 });
  const server = { where: { id: serverId } };
  await plan(id);
  await deliverOnce(id);
  await eventually(
    async () => (await database().sendingServer.findUniqueOrThrow(server)).reachedAddress !== null,
    { what: "its answer to be known" },
  );
  await sink.close();
  const told = async () => {
    await fail(serverId);
    await pool().query("UPDATE server_breakers SET since = now() - interval '2 hours' WHERE server_id = $1", [
      serverId,
    ]);
    const { attention } = await readOverview(actor);
    const wait = (await readServerWaits(actor)).get(serverId);
    return [wait?.key, attention.map((item) => item.kind === "serverAway" && item.trouble).join()];
  };
  expect(await told()).toEqual(["away", "away"]);
  await database().sendingServer.update({ ...server, data: { maxConnections: 1 } });
  expect(await told()).toEqual(["away", "away"]);
  await database().sendingServer.update({ ...server, data: { port: sink.port + 1 } });
  expect(await told()).toEqual(["never_reached", "never_reached"]);
  const lastTest = { at: "", ok: true, encrypted: false, signedIn: false, milliseconds: 1 };
  await database().sendingServer.update({ ...server, data: { lastTest } });
  expect(await told(), "a test got through").toEqual(["away", "away"]);
});

test("a person has a server that is away tried before its moment; nobody of another workspace, and nobody who may not send", async () => {
  const { actor, id, serverId, port } = await launchWithoutServer();
  await plan(id);
  await deliverOnce(id);
  await pool().query(
    "UPDATE server_breakers SET times = 40, open_until = now() + interval '5 minutes' WHERE server_id = $1",
    [serverId],
  );
  const isDue = async () => {
    const [line] = await readSendingLines(actor, id);
    return line?.wait && "since" in line.wait && line.wait.isTriedNow;
  };
  const back = await startSink({ port });

  expect(await tryServerNow(await makeActor(), serverId)).toBe(false);
  await expect(tryServerNow({ ...actor, role: "viewer" }, serverId)).rejects.toThrow(PermissionDenied);
  expect(await isDue()).toBe(false);
  expect(await tryServerNow(actor, serverId)).toBe(true);
  expect(await isDue()).toBe(true);
  await deliverUntilState(id, "finished");
  expect(back.received).toHaveLength(3);
  expect(await tryServerNow(actor, serverId), "it works").toBe(false);
  await back.close();
});

test("a try that a person asked for makes the pauses of the others no longer, however often it is asked for", async () => {
  const { actor, id, serverId } = await launchWithoutServer();
  await plan(id);
  await deliverOnce(id);
  const known = async () => {
    const { rows } = await pool().query<{ times: number; isClosed: boolean }>(
      'SELECT times, open_until > now() AS "isClosed" FROM server_breakers WHERE server_id = $1',
      [serverId],
    );
    return rows[0];
  };
  await eventually(
    async () => {
      await takeTurns(id);
      return (await known())?.times === 5;
    },
    { what: "the fifth fault, and fifteen seconds until the next try" },
  );
  for (let asked = 0; asked < 3; asked += 1) {
    expect(await known()).toEqual({ times: 5, isClosed: true });
    await Promise.all([tryServerNow(actor, serverId), tryServerNow(actor, serverId)]);
    await eventually(
      async () => {
        await takeTurns(id);
        return (await known())?.isClosed;
      },
      { what: "the try to have failed" },
    );
  }
  expect(await known()).toEqual({ times: 5, isClosed: true });
});

test("a host name that nobody knows is told as that, on the campaign, among what needs somebody and by the server", async () => {
  // A try may be under way when it is made to have lasted for long.
  allowNoise(/has failed for long/);
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: 2525,
    host: "smtp.kurir.invalid",
    recipients: 3,
  });
  await plan(id);
  await deliverOnce(id);
  const wait = { key: "no_name", isLong: false, said: expect.stringContaining("smtp.kurir.invalid") };
  expect(await readSendingLines(actor, id)).toMatchObject([{ wait }]);
  expect((await readServerWaits(actor)).get(serverId)).toMatchObject(wait);
  expect((await readServerWaits(await makeActor())).size).toBe(0);
  const told = [{ kind: "serverAway", trouble: "no_name" }];
  expect((await readOverview(actor)).attention, "at once").toMatchObject(told);
  await pool().query(
    "UPDATE server_breakers SET since = now() - interval '2 hours', open_until = now() + interval '5 minutes' WHERE server_id = $1",
    [serverId],
  );
  expect((await readOverview(actor)).attention).toMatchObject(told);
});

test("a server that was never reached is told at once where it stops a campaign, and not where others take the mail", async () => {
  const { actor, id, serverId, port } = await launchWithoutServer();
  await plan(id);
  await deliverOnce(id);
  const told = async () => (await readOverview(actor)).attention;
  expect(await told()).toMatchObject([{ kind: "serverAway", serverId, trouble: "never_reached" }]);

  const { senderId } = await database().campaign.findUniqueOrThrow({ where: { id } });
  const share = (sharesServers: boolean) =>
    database().sender.update({ where: { id: senderId ?? "" }, data: { sharesServers } });
  const { id: otherId } = await database().sendingServer.create({
    data: { workspaceId: actor.workspaceId, name: "Other", host: "127.0.0.1", port: 2525, security: "none" },
  });
  await share(true);
  expect(await told(), "another one takes its mail").toEqual([]);
  const other = { where: { id: otherId } };
  await database().sendingServer.update({ ...other, data: { fromDomains: ["elsewhere.example"] } });
  expect(await told(), "the other takes mail of another domain alone").toHaveLength(1);
  await database().sendingServer.update({ ...other, data: { fromDomains: [] } });
  await fail(otherId);
  expect(await told(), "the other one fails as well").toMatchObject([{ serverId }]);

  await share(false);
  await updateReachedAddress(serverId, `127.0.0.1:${port}`);
  expect(await told(), "it was there before, and may only restart").toEqual([]);
  await pool().query("UPDATE sending_servers SET reached_address = NULL WHERE id = $1", [serverId]);
  expect(await told()).toHaveLength(1);
  await database().campaign.update({ where: { id }, data: { state: "paused" } });
  expect(
    (await told()).filter(({ kind }) => kind === "serverAway"),
    "nothing waits for it",
  ).toEqual([]);
});

test("of all who would try a server that failed, one does", async () => {
  const serverId = crypto.randomUUID();
  await writeTrouble(serverId, "1", {
    kind: "away",
    times: 1,
    openFor: 0,
    reason: "server_unreachable",
    said: "",
  });
  const lines = Array.from({ length: 8 }, () => crypto.randomUUID());
  const answers = await Promise.all(lines.map((line) => takeProbe(serverId, "1", line)));
  expect(answers.filter((answer) => answer === "taken")).toHaveLength(1);
  expect((await readTroubles(serverId, "1")).get(serverId)).toMatchObject({ isProbed: true });
  await endProbe(serverId, lines[answers.indexOf("taken")] ?? "");
  expect(await takeProbe(serverId, "1", crypto.randomUUID())).toBe("taken");
  expect(await takeProbe(serverId, "2", crypto.randomUUID()), "with other settings").toBe("works");
});

async function versionOf(serverId: string): Promise<string> {
  return settingsVersion(await database().sendingServer.findUniqueOrThrow({ where: { id: serverId } }));
}

/** As if the server had failed a moment ago. */
async function fail(serverId: string): Promise<void> {
  await writeTrouble(serverId, await versionOf(serverId), {
    kind: "away",
    times: 1,
    openFor: 0,
    reason: "server_unreachable",
    said: "connect: ECONNREFUSED",
  });
}

test("a server that asks everybody to come back later gets its time; the campaign goes on by itself and nobody lost an attempt", async () => {
  const sink = await startSink({
    rule: ({ point, session }) =>
      point === "connect" && session <= 3 ? "421 4.3.2 Too busy, try again in 1 seconds" : undefined,
  });
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 30 });
  await plan(id);
  await deliverUntilState(id, "finished");
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 30 });
  expect(await database().message.count({ where: { campaignId: id, NOT: { attempts: 1 } } })).toBe(0);
  expect(
    await database().deliveryEvent.count({
      where: { campaignId: id, category: "server_busy", kind: "released" },
    }),
  ).toBeGreaterThan(0);
  await sink.close();
});

test("one who is alone and told of the account's limit again is tried by the timetable", async () => {
  const sink = await startSink({ rule: answerAt("rcpt", "452 4.5.3 Daily sending quota exceeded") });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 1,
  });
  await plan(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 1 });
  await pool().query(
    "UPDATE server_breakers SET open_until = now() - interval '1 second' WHERE server_id = $1",
    [serverId],
  );
  await closeIdleLines();
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ deferred: 1 });
  expect((await readTroubles(serverId, await versionOf(serverId))).get(serverId), "still").toMatchObject({
    kind: "asked",
    reason: "server_quota",
    times: 2,
  });
  await sink.close();
});

test("a server that begins to refuse a campaign for now costs ten messages an attempt, not ten more for each worker or try, and calls nobody", async () => {
  const sink = await startSink();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 200,
    maxConnections: 1,
  });
  sink.setRule((moment) =>
    sink.received.length >= 20 ? answerAt("rcpt", "454 4.7.1 Relay access denied")(moment) : undefined,
  );
  await plan(id);
  const times = async () => {
    const { rows } = await pool().query<{ times: number }>(
      "SELECT times FROM campaign_breakers WHERE server_id = $1",
      [serverId],
    );
    return rows[0]?.times ?? 0;
  };
  const untilFault = (number: number) =>
    eventually(
      async () => {
        await pool().query(
          "UPDATE campaign_breakers SET open_until = now() - interval '1 second' WHERE server_id = $1",
          [serverId],
        );
        await closeIdleLines();
        await deliverOnce(id);
        return (await times()) >= number;
      },
      { what: `fault ${number}` },
    );
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await times()) === 1;
    },
    { what: "the first fault" },
  );
  const { deferred } = await expectBooksToBalance(id);
  expect(deferred).toBeLessThanOrEqual(10);
  // Each time as a worker that has just started and knows only what the others have told.
  for (const number of [2, 3, 4]) await untilFault(number);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 20, deferred });
  expect(await stateOf(id)).toBe("sending");
  await sink.close();
});

test("a server that begins to put off everybody is left alone after ten, tried with one at a time, and nobody else loses an attempt", async () => {
  const sink = await startSink();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 300,
    maxConnections: 2,
  });
  let isFull = true;
  sink.setRule((moment) =>
    isFull && sink.received.length >= 20
      ? answerAt("rcpt", "452 4.3.1 Insufficient system storage")(moment)
      : undefined,
  );
  await plan(id);
  const faults = async () => {
    const troubles = await readTroubles(serverId, await versionOf(serverId));
    return troubles.get(serverId)?.times ?? 0;
  };
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await faults()) === 1;
    },
    { what: "the first fault" },
  );
  const { deferred } = await expectBooksToBalance(id);
  expect(deferred, "ten, and what was on the wire").toBeLessThanOrEqual(12);
  expect((await readTroubles(serverId, await versionOf(serverId))).get(serverId)).toMatchObject({
    kind: "asked",
    reason: "server_busy",
  });
  await makeProbeDue(serverId, await versionOf(serverId));
  await closeIdleLines();
  await deliverOnce(id);
  expect((await expectBooksToBalance(id)).deferred, "as another worker").toBeLessThanOrEqual(
    (deferred ?? 0) + 1,
  );

  isFull = false;
  await makeProbeDue(serverId, await versionOf(serverId));
  await eventually(
    async () => {
      await deliverOnce(id);
      await makeDue(id);
      return (await stateOf(id)) === "finished";
    },
    { what: "the campaign to be finished" },
  );
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 300 });
  await sink.close();
});

test("the last of a campaign that are put off each time make no pause longer for the others", async () => {
  const sink = await startSink({ rule: answerAt("rcpt", "451 4.3.0 Temporary lookup failure") });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 12,
    maxConnections: 2,
  });
  await plan(id);
  const known = async () => (await readTroubles(serverId, await versionOf(serverId))).get(serverId);
  const attempted = async () => {
    const { rows } = await pool().query<{ least: number }>(
      "SELECT min(attempts)::int AS least FROM messages WHERE campaign_id = $1",
      [id],
    );
    return rows[0]?.least ?? 0;
  };
  const letTry = () =>
    pool().query("UPDATE server_breakers SET open_until = now() - interval '1 second' WHERE server_id = $1", [
      serverId,
    ]);
  await eventually(
    async () => {
      await letTry();
      await deliverOnce(id);
      return (await attempted()) === 1;
    },
    { what: "all to have been put off" },
  );
  const { times } = (await known()) ?? {};
  expect(times).toBeGreaterThan(0);
  await letTry();
  await eventually(
    async () => {
      await makeDue(id);
      await deliverOnce(id);
      return (await attempted()) === 2;
    },
    { what: "all to have been put off again" },
  );
  expect(await known()).toMatchObject({ times });
  await sink.close();
});

test("half a character in a server's words does not keep its campaign from being paused", async () => {
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: 1, recipients: 1 });
  await plan(id);
  const detail = `mail: 553 5.7.1 ${"\u{1F600}".repeat(2)}`.slice(0, -1);
  const reason = { key: "server_refuses" as const, values: { server: "Server" }, detail };
  expect(await pauseCampaignForFault(id, reason)).toBe(true);
  expect(await stateOf(id)).toBe("paused");
});
