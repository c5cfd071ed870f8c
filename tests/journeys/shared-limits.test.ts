import { expect, onTestFinished, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { pool } from "#lib/platform/database.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const jobs = ["planBatches", "deliverBatch", "sweepDeliveries"];

test("three workers never have more connections to a server than it may have, whoever joins, ends or is killed", async () => {
  const sink = await startSink({
    rule: answerAt("dot", { do: "wait", milliseconds: 40 }),
  });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    // More than are sent while two workers start, however slowly they do.
    recipients: 8_000,
    maxConnections: 7,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  const first = await startWorker(jobs);
  await eventually(() => sink.received.length >= 100, { what: "100 mails" });
  await eventually(() => sink.connections.most === 7, { what: "one that is alone to have them all" });
  const second = await startWorker(jobs);
  const third = await startWorker(jobs);
  await eventually(() => sink.received.length >= 400, { what: "400 mails" });
  await first.killAtOnce();
  await eventually(() => sink.received.length >= 700, { what: "700 mails" });
  await second.drain();
  await eventually(() => sink.received.length >= 1_100, { what: "1,100 mails" });
  await third.drain();
  expect(sink.connections.most).toBe(7);
  expect(await stateOf(id)).toBe("sending");
  await expectBooksToBalance(id);
  await sink.close();
});

test("a worker that is frozen, not killed, gives its connections to the others within seconds; when it wakes up it uses none of them, and nobody gets two mails", async () => {
  /** Of the worker that will be frozen: those that were there before the other came. */
  let firstOnes = Number.POSITIVE_INFINITY;
  let isAwakeAgain = false;
  const usedAgain: number[] = [];
  const sink = await startSink({
    rule: ({ point, session }) => {
      if (isAwakeAgain && session <= firstOnes && ["mail", "rcpt", "data"].includes(point))
        usedAgain.push(session);
      return point === "dot" ? { do: "wait", milliseconds: 150 } : undefined;
    },
  });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: 8_000,
    maxConnections: 7,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  const frozen = await startWorker(jobs);
  await eventually(() => sink.received.length >= 100, { what: "100 mails" });
  onTestFinished(() => frozen.killAtOnce());
  firstOnes = sink.connections.total;
  const other = await startWorker(jobs);
  onTestFinished(() => other.killAtOnce());
  await eventually(async () => (await grantedTo(serverId)).length === 2, {
    what: "both to have a share",
  });
  // New connections of the first after this moment would be counted as the other's: it may not open any.
  frozen.freeze();
  await eventually(async () => (await grantedTo(serverId)).join() === "7", {
    what: "the other to have all connections",
  });
  const before = sink.received.length;
  await eventually(() => sink.received.length >= before + 100, { what: "100 mails more" });
  expect(await stateOf(id)).toBe("sending");

  isAwakeAgain = true;
  frozen.wakeUp();
  // It joins as a newcomer and gets its part when the other has let go of it.
  await eventually(async () => (await grantedTo(serverId)).join() === "3,4", {
    what: "both to have their part again",
  });
  expect(usedAgain, "commands over connections that had been given away").toEqual([]);
  await Promise.all([frozen, other].map((worker) => worker.drain()));
  await expectBooksToBalance(id);
  expect([...sink.copies().values()].filter((copies) => copies > 1)).toEqual([]);
  await sink.close();
});

/** The shares of a server's connections, the smallest first; together never more than there are. */
async function grantedTo(serverId: string): Promise<number[]> {
  const { rows } = await pool().query<{ granted: number }>(
    "SELECT granted FROM server_shares WHERE server_id = $1 AND granted > 0 ORDER BY granted",
    [serverId],
  );
  const shares = rows.map(({ granted }) => granted);
  expect(shares.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(7);
  return shares;
}
