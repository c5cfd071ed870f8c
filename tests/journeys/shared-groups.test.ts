import { expect, onTestFinished, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { planBatches } from "#lib/planning/plan-batches.ts";
import { pool } from "#lib/platform/database.ts";
import { learnProviders } from "#lib/providers/learn-providers.ts";
import { readProviderStates } from "#lib/providers/provider-store.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type FullestWindow, openFullestWindow } from "#tests/support/fullest-window.ts";
import { type SinkMoment, startSink } from "#tests/support/smtp-sink.ts";
import { turnsGranted } from "#tests/support/turns-granted.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** A worker that does not outlive its test. */
async function startSender() {
  const worker = await startWorker(["deliverBatch", "sweepDeliveries"]);
  onTestFinished(() => worker.killAtOnce());
  return worker;
}

const people = (count: number, domain: string) =>
  Array.from({ length: count }, (_, index) => `person${index}@${domain}`);

const hoster = "mx:dewaweb.com";
const isHosted = (recipient: string) => /@shop\d+\.example>?$/.test(recipient);

test("a hoster of many domains has one pace for three workers, also when one says for all that it was too much and one is killed", async () => {
  const underWay = new Set<number>();
  const seen = { most: 0, mostAtFirst: 0, begun: 0 };
  let inAMinute: FullestWindow | undefined;
  let refusals = 0;
  const refuse = ({ point, recipient }: SinkMoment) => {
    if (point !== "dot" || !isHosted(recipient) || refusals === 0) return undefined;
    refusals -= 1;
    return "421 4.7.0 Too many messages from 192.0.2.10, slow down";
  };
  const sink = await startSink({
    rule: (moment) => {
      const { point, session, recipient, command } = moment;
      if (point === "rcpt" && isHosted(command)) {
        underWay.add(session);
        seen.begun += 1;
        inAMinute?.note();
        seen.most = Math.max(seen.most, underWay.size);
        if (received(isHosted) < 2) seen.mostAtFirst = seen.most;
      }
      if (point === "answered" || point === "rset" || point === "close") underWay.delete(session);
      return (
        refuse(moment) ??
        // Slower at first than they come on any machine: how many are under way is what is allowed, not how many there happen to be.
        (point === "dot" && isHosted(recipient)
          ? { do: "wait", milliseconds: seen.most > 4 ? 300 : 1_000 }
          : undefined)
      );
    },
  });
  const received = (isMeant: (recipient: string) => boolean) =>
    sink.received.filter(({ recipient }) => isMeant(recipient)).length;
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: [
      ...Array.from({ length: 20 }, (_, shop) => people(100, `shop${shop}.example`)).flat(),
      ...people(20_000, "example.org"),
    ],
    maxConnections: 20,
    messagesPerSecond: 120,
  });
  // In one turn, however long that is: nobody here takes the job that would go on with it.
  await planBatches({ campaignId: id }, { turnMilliseconds: Number.POSITIVE_INFINITY });
  await learnProviders({ campaignId: id }, async (domain) =>
    domain.startsWith("shop") ? [`mx${domain.length}.id.dewaweb.com`] : [],
  );
  const state = async () => (await readProviderStates(serverId)).find(({ provider }) => provider === hoster);
  const others = () => received((recipient) => !isHosted(recipient));
  const othersGoOn = async (mails: number) => {
    const before = others();
    await eventually(() => others() >= before + mails, { what: "everybody else's mail" });
  };
  await enqueue("sweepDeliveries", {});
  const workers = await Promise.all([1, 2, 3].map(() => startSender()));
  await eventually(() => seen.most > 4, { what: "it to grow, for all of them together" });
  await eventually(() => received(isHosted) >= 200, { what: "200 mails for the hoster" });
  expect(seen.mostAtFirst).toBeLessThanOrEqual(2);
  expect(seen.most).toBeLessThanOrEqual(10);

  refusals = 1;
  await eventually(async () => (await state())?.perMinute === 1, { what: "its words to be known" });
  await eventually(async () => (await turnsGranted(serverId, hoster)) === 0, {
    what: "all workers to have heard of it",
  });
  // Its minute must not end before a slow machine has come to the end of this.
  await pool().query(
    "UPDATE provider_paces SET not_before = not_before + interval '1 hour' WHERE server_id = $1",
    [serverId],
  );
  await othersGoOn(100);
  const held = seen.begun;
  await workers.shift()?.killAtOnce();
  workers.push(await startSender());
  await othersGoOn(200);
  expect(seen.begun, "nobody sends there").toBe(held);

  inAMinute = openFullestWindow(60_000);
  await pool().query(
    "UPDATE provider_paces SET not_before = now() - interval '1 second' WHERE server_id = $1",
    [serverId],
  );
  await eventually(() => seen.begun > held, { what: "the first that tries" });
  await othersGoOn(300);
  expect(inAMinute.most(), "one message of all workers in its minute").toBe(1);

  await pool().query(
    "UPDATE provider_paces SET eased_until = now() - interval '1 second' WHERE server_id = $1",
    [serverId],
  );
  const before = received(isHosted);
  await eventually(() => received(isHosted) >= before + 100, { what: "it to recover" });
  expect(seen.most).toBeLessThanOrEqual(10);
  expect([...sink.copies().values()].every((copies) => copies === 1)).toBe(true);
  await Promise.all(workers.map((worker) => worker.drain()));
  await expectBooksToBalance(id);
  await sink.close();
});
