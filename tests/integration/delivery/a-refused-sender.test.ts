import { expect, test } from "vitest";
import { readSendingLines } from "#lib/delivery/read-sending-lines.ts";
import { readServerWaits } from "#lib/delivery/read-server-waits.ts";
import { database, pool } from "#lib/platform/database.ts";
import { readCampaignProgress } from "#lib/progress/read-campaign-progress.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, deliverUntilState, plan, stateOf, takeTurns } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SinkOptions, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** Refuses what comes from one address, whoever the recipient is: at MAIL, or, as Postfix does, when it has heard of a recipient. */
const refusals = { "at once": "mail", "with the recipient": "rcpt" } as const;
const said = "553 5.7.1 <foreign@example.net>: Sender address rejected: not owned by user kurir";

function refuse(at: "mail" | "rcpt"): NonNullable<SinkOptions["rule"]> {
  return ({ point, command, mailFrom }) => {
    if (point === at && `${command}${mailFrom}`.includes("foreign@")) return said;
    // Long enough for the other campaign to be under way for as long as it takes.
    return point === "dot" ? { do: "wait", milliseconds: 25 } : undefined;
  };
}

for (const [when, at] of Object.entries(refusals)) {
  test(`a campaign whose sender the server refuses ${when} is paused, and no other campaign of the server notices`, async () => {
    const sink = await startSink({ rule: refuse(at) });
    const actor = await makeActor();
    const good = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 1_500 });
    const bad = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 1_200 });
    const { senderId } = await database().campaign.findUniqueOrThrow({ where: { id: bad.id } });
    await database().sender.update({
      where: { id: senderId ?? "" },
      data: { email: "foreign@example.net", sendingServerId: good.serverId },
    });
    await plan(good.id);
    await plan(bad.id);
    // The one gets through all the time, which says nothing about the other.
    const goodSending = (async () => {
      while ((await stateOf(good.id)) === "sending") await deliverOnce(good.id);
    })();
    await deliverUntilState(bad.id, "paused");
    await goodSending;

    const progress = await readCampaignProgress(actor, bad.id);
    expect(progress?.pauseReason).toMatchObject({
      key: "sender_refused",
      values: { server: expect.stringContaining("Server"), from: "foreign@example.net" },
      detail: expect.stringContaining("not owned by user"),
    });
    await eventually(async () => (await expectBooksToBalance(bad.id)).queued === 1_200, {
      what: "all to be back",
    });
    expect(await database().message.count({ where: { campaignId: bad.id, NOT: { attempts: 0 } } })).toBe(0);
    expect(await expectBooksToBalance(good.id)).toMatchObject({ accepted: 1_500 });
    expect(
      await database().deliveryEvent.count({ where: { campaignId: good.id, kind: "released" } }),
      "messages of the other campaign that were given back",
    ).toBe(0);
    expect(await readServerWaits(actor), "what is wrong with the server, to all others").toEqual(new Map());
    const { rows } = await pool().query("SELECT 1 FROM server_breakers WHERE server_id = $1", [
      good.serverId,
    ]);
    expect(rows, "trouble of the server as a whole").toEqual([]);
    await sink.close();
  });
}

test("a campaign that one of its servers refuses goes through the other, and says which refuses it; campaigns of others do not", async () => {
  const refusing = await startSink({ rule: refuse("mail") });
  const seen = Promise.withResolvers<void>();
  const taking = await startSink({ rule: answerAt("dot", { do: "hold", until: seen.promise }) });
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: refusing.port,
    recipients: 60,
    others: [{ port: taking.port }],
  });
  const other = await makeLaunchedCampaign({ actor, port: refusing.port, recipients: 1 });
  const data = { sendingServerId: serverId };
  await database().sender.updateMany({ where: { workspaceId: actor.workspaceId }, data });
  const { senderId } = await database().campaign.findUniqueOrThrow({ where: { id } });
  await database().sender.update({ where: { id: senderId ?? "" }, data: { email: "foreign@example.net" } });
  await plan(id);
  await plan(other.id);
  await eventually(
    async () => {
      await takeTurns(id);
      const [line] = await readSendingLines(actor, id);
      return line?.wait?.key === "mend";
    },
    { what: "the first server to refuse it" },
  );
  expect((await readSendingLines(actor, other.id)).map(({ wait }) => wait)).toEqual([null]);
  seen.resolve();
  await deliverUntilState(id, "finished");
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 60 });
  expect(taking.received).toHaveLength(60);
  await Promise.all([refusing.close(), taking.close()]);
});
