import { expect, onTestFinished, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { pool } from "#lib/platform/database.ts";
import { readProviderStates } from "#lib/providers/provider-store.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openFullestWindow } from "#tests/support/fullest-window.ts";
import { type SinkAction, type SinkMoment, startSink } from "#tests/support/smtp-sink.ts";
import { turnsGranted } from "#tests/support/turns-granted.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** A worker that does not outlive its test. */
async function startSender() {
  const worker = await startWorker(["planBatches", "deliverBatch", "sweepDeliveries"]);
  onTestFinished(() => worker.killAtOnce());
  return worker;
}

const people = (count: number, domain: string) =>
  Array.from({ length: count }, (_, index) => `person${index}@${domain}`);

const isGoogle = (recipient: string) => recipient.endsWith("@gmail.com");

/** A receiving server that sees how many messages are on the way to Google at the same time, by its own account. */
async function startProvider() {
  const underWay = new Set<number>();
  const seen = { most: 0, begun: 0 };
  const inTenSeconds = openFullestWindow(10_000);
  /** Until all its turns have been used at once it is slower than its mail comes on any machine. */
  const pause = () => ({ do: "wait", milliseconds: seen.most < 5 ? 500 : 30 }) as const;
  let misbehave: (moment: SinkMoment) => SinkAction = () => undefined;
  const sink = await startSink({
    rule: (moment) => {
      const { point, session, recipient, command } = moment;
      if (point === "rcpt" && isGoogle(command.replace(/[<>]/g, ""))) {
        underWay.add(session);
        seen.most = Math.max(seen.most, underWay.size);
        seen.begun += 1;
        inTenSeconds.note();
      }
      if (point === "answered" || point === "rset" || point === "close") underWay.delete(session);
      return misbehave(moment) ?? (point === "dot" && isGoogle(recipient) ? pause() : undefined);
    },
  });
  return {
    ...sink,
    seen,
    inTenSeconds,
    underWay,
    receivedFor: (isMeant: (recipient: string) => boolean) =>
      sink.received.filter(({ recipient }) => isMeant(recipient)).length,
    misbehaves(rule: (moment: SinkMoment) => SinkAction) {
      misbehave = rule;
    },
  };
}

async function begin(campaignId: string): Promise<void> {
  await enqueue("planBatches", { campaignId }, { key: campaignId });
}

test("three workers together never have more on the way to a provider than it takes, whoever joins, ends or is killed", async () => {
  const provider = await startProvider();
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: provider.port,
    recipients: people(2_500, "gmail.com"),
    maxConnections: 20,
  });
  await begin(id);
  const workers = await Promise.all([1, 2, 3].map(() => startSender()));
  const atLeast = (mails: number) =>
    eventually(() => provider.received.length >= mails, { what: `${mails} mails` });
  await atLeast(400);
  await eventually(() => provider.seen.most === 5, { what: "all of Google's five to be used" });
  await workers.shift()?.killAtOnce();
  await atLeast(600);
  workers.push(await startSender());
  await atLeast(1_000);
  await workers.shift()?.drain();
  await atLeast(1_300);
  await Promise.all(workers.map((worker) => worker.drain()));
  expect(provider.seen.most, "it is Google's five").toBe(5);
  await expectBooksToBalance(id);
  await provider.close();
});

test("a rate that a provider asks for is that of three workers together, never over 5 % more in any 10 seconds", async () => {
  const provider = await startProvider();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: provider.port,
    recipients: people(1_500, "gmail.com"),
    maxConnections: 20,
  });
  await pool().query(
    `INSERT INTO provider_paces (server_id, provider, concurrency, per_minute, eased_until, changed_at)
     VALUES ($1, 'google', 5, 1200, now() + interval '1 hour', now())`,
    [serverId],
  );
  await begin(id);
  const workers = await Promise.all([1, 2, 3].map(() => startSender()));
  await eventually(() => provider.received.length >= 200, { what: "200 mails" });
  await workers.shift()?.killAtOnce();
  workers.push(await startSender());
  await eventually(() => provider.received.length >= 500, { what: "500 mails" });
  await Promise.all(workers.map((worker) => worker.drain()));
  expect(
    provider.inTenSeconds.most(),
    "messages in the fullest 10 seconds, by the receiving server's clock",
  ).toBeLessThanOrEqual(210);
  await provider.close();
});

test("what one worker is refused for being too much stops all of them, new ones as well; then one message of all tries, and it recovers", async () => {
  const provider = await startProvider();
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: provider.port,
    recipients: people(4_000, "gmail.com"),
    maxConnections: 20,
    messagesPerSecond: 120,
  });
  // Goes through the same server all the while, to show that time passes there.
  const { id: other } = await makeLaunchedCampaign({
    actor,
    port: provider.port,
    recipients: people(20_000, "example.org"),
  });
  await pool().query(
    "UPDATE campaigns SET sender_id = (SELECT sender_id FROM campaigns WHERE id = $1) WHERE id = $2",
    [id, other],
  );
  const google = async () =>
    (await readProviderStates(serverId)).find((state) => state.provider === "google");
  const others = () => provider.receivedFor((recipient) => !isGoogle(recipient));
  /** Until so many more have gone to everybody else. */
  const othersGoOn = async (mails: number) => {
    const before = others();
    await eventually(() => others() >= before + mails, { what: "the others' mail" });
  };
  const letHoldEnd = () =>
    pool().query("UPDATE provider_paces SET not_before = now() - interval '1 second' WHERE server_id = $1", [
      serverId,
    ]);
  await Promise.all([begin(id), begin(other)]);
  const workers = await Promise.all([1, 2, 3].map(() => startSender()));
  await eventually(async () => (await google())?.concurrency === 5, {
    what: "Google to take all that it takes",
  });

  // One message of one worker is refused; everything else would be taken.
  let refusals = 1;
  const refuse = ({ point, recipient }: SinkMoment) => {
    if (point !== "dot" || !isGoogle(recipient) || refusals === 0) return undefined;
    refusals -= 1;
    return "421 4.7.0 Too many messages, slow down";
  };
  provider.misbehaves(refuse);
  await eventually(async () => ((await google())?.heldFor ?? 0) > 0, { what: "the refusal to be known" });
  const known = (await google())?.concurrency ?? 0;
  await eventually(async () => (await turnsGranted(serverId, "google")) === 0, {
    what: "all workers to have heard of it",
  });
  // Its minute must not end before a slow machine has come to the end of this.
  await pool().query(
    "UPDATE provider_paces SET not_before = not_before + interval '1 hour' WHERE server_id = $1",
    [serverId],
  );
  const held = provider.seen.begun;
  await othersGoOn(100);
  await workers.shift()?.killAtOnce();
  workers.push(await startSender());
  await othersGoOn(200);
  expect(provider.seen.begun, "nobody sends there").toBe(held);

  // The probe is slow, so that others would have the time to follow it; and it is refused again.
  refusals = 1;
  let isHurried = false;
  provider.misbehaves((moment) => {
    if (moment.point === "data" && isGoogle(moment.recipient)) return { do: "wait", milliseconds: 1_500 };
    if (provider.underWay.size > 1) isHurried = true;
    return refuse(moment);
  });
  await letHoldEnd();
  await eventually(async () => (await google())?.failures === 2, { what: "the probe to be refused" });
  expect(provider.seen.begun, "one message of all workers tried").toBe(held + 1);
  await othersGoOn(100);
  expect(provider.seen.begun).toBe(held + 1);
  expect(isHurried).toBe(false);
  expect((await google())?.concurrency, "halved each time").toBeLessThan(known);

  provider.misbehaves(() => undefined);
  await letHoldEnd();
  const before = provider.receivedFor(isGoogle);
  await eventually(async () => ((await google())?.concurrency ?? 0) > 2, { what: "Google to recover" });
  await eventually(() => provider.receivedFor(isGoogle) >= before + 150, { what: "more mail for Google" });
  expect(await google()).toMatchObject({ failures: 0 });
  expect(provider.seen.most).toBeLessThanOrEqual(5);
  expect([...provider.copies().values()].every((copies) => copies === 1)).toBe(true);
  await Promise.all(workers.map((worker) => worker.drain()));
  for (const campaign of [id, other]) await expectBooksToBalance(campaign);
  await provider.close();
});
