import { afterEach, expect, test } from "vitest";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { enqueueBatches } from "#lib/planning/enqueue-batches.ts";
import { database, pool } from "#lib/platform/database.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, plan, stateOf, takeTurns } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

let sink: SmtpSink | undefined;
afterEach(async () => {
  await sink?.close();
  sink = undefined;
});

test("campaigns take turns in the queue whatever their size, and a transactional one goes before them", async () => {
  const large = { id: crypto.randomUUID(), priority: "campaign" as const };
  const small = { id: crypto.randomUUID(), priority: "campaign" as const };
  const receipts = { id: crypto.randomUUID(), priority: "transactional" as const };
  await enqueueBatches(
    large,
    Array.from({ length: 64 }, (_, batch) => batch),
  );
  await enqueueBatches(small, [0, 1, 2]);
  await enqueueBatches(receipts, [0, 1]);
  const names = new Map([
    [large.id, "large"],
    [small.id, "small"],
    [receipts.id, "receipts"],
  ]);
  const order: string[] = [];
  const worker = queueClasses().openWorker(
    "deliverBatch",
    async (data) => {
      const { campaignId, batch } = data as { campaignId: string; batch: number };
      order.push(`${names.get(campaignId)} ${batch}`);
    },
    { concurrency: 1 },
  );
  await worker.waitUntilReady();
  const running = worker.run();
  try {
    await eventually(() => order.length === 69, { what: "all jobs to have run" });
  } finally {
    await worker.close();
    await running;
  }
  expect(order.slice(0, 9)).toEqual([
    "receipts 0",
    "receipts 1",
    "large 0",
    "small 0",
    "large 1",
    "small 1",
    "large 2",
    "small 2",
    "large 3",
  ]);
  expect(order.at(-1)).toBe("large 63");
});

test("the last batches of a campaign do not wait until a larger one that was started after it is over", async () => {
  const campaigns = [64, 2_000].map((batches) => ({
    id: crypto.randomUUID(),
    priority: "campaign" as const,
    left: new Set(Array.from({ length: batches }, (_, batch) => batch)),
  }));
  const [first] = campaigns;
  const sweep = async () => {
    for (const campaign of campaigns) await enqueueBatches(campaign, [...campaign.left].slice(0, 64));
  };
  await sweep();
  let runs = 0;
  const worker = queueClasses().openWorker(
    "deliverBatch",
    async (data) => {
      const { campaignId, batch } = data as { campaignId: string; batch: number };
      campaigns.find(({ id }) => id === campaignId)?.left.delete(batch);
      runs += 1;
      // 3,000 mails a second are twelve batches in the two seconds between two sweeps.
      if (runs % 12 === 0) await sweep();
    },
    { concurrency: 1 },
  );
  await worker.waitUntilReady();
  const running = worker.run();
  try {
    await eventually(() => first?.left.size === 0 || runs >= 500, { what: "the first campaign to be over" });
  } finally {
    await worker.close();
    await running;
  }
  expect(first?.left.size).toBe(0);
});

test("a small campaign that starts behind a large one on a slow server is over long before it", async () => {
  const { smtp, goOn } = await startHalting(20, 10);
  const actor = await makeActor();
  const made = await makeLaunchedCampaign({ actor, port: smtp.port, recipients: 400, maxConnections: 2 });
  const large = made.id;
  const small = await behind(large, 10, "campaign");
  const receipts = await behind(large, 10, "transactional");
  await plan(large);
  const sending = [deliverOnce(large)];
  await eventually(() => smtp.count("dot") > 20, { what: "the large one to be under way" });
  for (const id of [small, receipts]) await plan(id);
  sending.push(...[small, receipts].map((id) => deliverOnce(id)));
  for (const id of [small, receipts]) await isInLine(id);
  goOn();
  await Promise.all(sending);

  for (const id of [large, small, receipts]) expect(await stateOf(id)).toBe("finished");
  const order = (await orderOf(smtp)).slice(20);
  expect(order.lastIndexOf(receipts), "the receipts, and what was on the wire").toBeLessThan(20);
  expect(order.lastIndexOf(small), "each in its turn").toBeLessThan(60);
});

/** A server that takes so many mails, and after that none before it is told to go on. */
async function startHalting(mails: number, milliseconds: number) {
  const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
  const smtp = await startSink({
    rule: ({ point, count }) => {
      if (point !== "dot") return undefined;
      return mails < count && count <= mails + 20 ? { do: "hold", until } : { do: "wait", milliseconds };
    },
  });
  sink = smtp;
  return { smtp, goOn };
}

/** Until its mail waits for its turn. */
async function isInLine(campaignId: string): Promise<void> {
  const waiting = () => database().message.count({ where: { campaignId, state: "sending" } });
  await eventually(async () => (await waiting()) > 0, { what: "it to wait for its turn" });
}

/** Whose mails have arrived, one after the other: their campaigns' ids. */
async function orderOf(smtp: SmtpSink): Promise<string[]> {
  const messages = await database().message.findMany({ select: { id: true, campaignId: true } });
  const campaigns = new Map(messages.map(({ id, campaignId }) => [`${id}`, campaignId]));
  return smtp.received.map(({ messageId }) => campaigns.get(/^m(\d+)\./.exec(messageId)?.[1] ?? "") ?? "");
}

test.each([
  { what: "a mailbox provider that takes few at a time", perMinute: null },
  { what: "one that takes few a minute", perMinute: 600 },
])(
  "before $what a small campaign and a transactional one are not stuck behind a large one",
  async ({ perMinute }) => {
    const { smtp, goOn } = await startHalting(4, 40);
    const { id: large, serverId } = await makeLaunchedCampaign({
      actor: await makeActor(),
      port: smtp.port,
      recipients: Array.from({ length: 100 }, (_, index) => `person${index}@gmail.com`),
      maxConnections: 20,
    });
    if (perMinute !== null) {
      await pool().query(
        `INSERT INTO provider_paces (server_id, provider, concurrency, per_minute, eased_until, changed_at)
       VALUES ($1, 'google', 5, $2, now() + interval '1 hour', now())`,
        [serverId, perMinute],
      );
    }
    const small = await behind(large, 8, "campaign");
    const receipts = await behind(large, 8, "transactional");
    for (const id of [large, small, receipts]) await plan(id);
    const sending = [deliverOnce(large)];
    await eventually(() => smtp.count("dot") > 4, { what: "the large one to be under way" });
    sending.push(...[small, receipts].map((id) => deliverOnce(id)));
    for (const id of [small, receipts]) await isInLine(id);
    goOn();
    await Promise.all(sending);
    for (const id of [large, small, receipts]) expect(await stateOf(id)).toBe("finished");
    const order = (await orderOf(smtp)).slice(4);
    expect(order.lastIndexOf(receipts), "the receipts, and a few before them").toBeLessThan(30);
    expect(order.lastIndexOf(small), "each in its turn").toBeLessThan(60);
  },
);

test("a campaign with a slow pace of its own holds no turn of a mailbox provider that another could use", async () => {
  const smtp = await startSink();
  sink = smtp;
  const actor = await makeActor();
  const { id: slow } = await makeLaunchedCampaign({
    actor,
    port: smtp.port,
    recipients: Array.from({ length: 200 }, (_, index) => `person${index}@gmail.com`),
    maxConnections: 20,
  });
  const quick = await behind(slow, 200, "campaign");
  await database().campaign.update({ where: { id: slow }, data: { maxPerSecond: 1 } });
  for (const id of [slow, quick]) await plan(id);
  const acceptedOf = (campaignId: string) =>
    database().message.count({ where: { campaignId, state: "accepted" } });
  const underWay = takeTurns(slow);
  await eventually(async () => (await acceptedOf(slow)) >= 1, { what: "the slow one to be under way" });
  await eventually(
    async () => {
      await Promise.all([takeTurns(quick), takeTurns(slow)]);
      return (await acceptedOf(quick)) === 200;
    },
    { what: "the quick one to be sent" },
  );
  expect(await acceptedOf(slow), "they did not go in turns").toBeLessThan(100);
  await pauseCampaign(actor, slow);
  await underWay;
});

/** Another campaign of the same sender, to the first people of the same workspace. */
async function behind(campaignId: string, recipients: number, priority: "campaign" | "transactional") {
  const { workspaceId, createdBy, senderId, subject, mjml } = await database().campaign.findUniqueOrThrow({
    where: { id: campaignId },
  });
  const list = await database().list.create({ data: { workspaceId, name: crypto.randomUUID() } });
  await pool().query(
    `INSERT INTO subscriptions (list_id, contact_id, source)
     SELECT $1, id, 'hand' FROM contacts WHERE workspace_id = $2 ORDER BY id LIMIT $3`,
    [list.id, workspaceId, recipients],
  );
  const { id } = await database().campaign.create({
    data: {
      workspaceId,
      createdBy,
      senderId,
      subject,
      mjml,
      priority,
      name: priority,
      state: "planning",
      lists: { create: { listId: list.id, mode: "include" } },
    },
  });
  return id;
}
