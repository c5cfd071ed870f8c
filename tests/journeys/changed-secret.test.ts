import { afterEach, expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { deriveMessageIdKey, messageIdHeader } from "#lib/mail/message-id.ts";
import { pool } from "#lib/platform/database.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { makeDue, plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { startWorker, type WorkerProcess } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const [first, second, third] = ["first", "second", "third"].map(
  (name) => `the ${name} secret of this installation and long enough`,
) as [string, string, string];
const given = { ...process.env };

let sink: SmtpSink;
const workers: WorkerProcess[] = [];
afterEach(async () => {
  process.env.APP_SECRET = given.APP_SECRET;
  delete process.env.APP_SECRETS_PREVIOUS;
  await Promise.all(workers.splice(0).map((worker) => worker.killAtOnce()));
  await sink.close();
});

async function startUnder(secret: string, ...previous: string[]): Promise<void> {
  await Promise.all(workers.splice(0).map((worker) => worker.drain()));
  Object.assign(process.env, { APP_SECRET: secret, APP_SECRETS_PREVIOUS: previous.join(",") });
  workers.push(await startWorker(["deliverBatch"]));
}

async function makePlanned(): Promise<string> {
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 1 });
  await plan(id);
  return id;
}

const send = (campaignId: string) => enqueue("deliverBatch", { campaignId, batch: 0 });
const rowOf = (campaignId: string) => readMessage(campaignId, "person1@example.org");

/** Sends once, and is put off by the server after it has read the mail. */
async function sendInVain(campaignId: string): Promise<void> {
  sink.setRule(({ point }) => (point === "dot" ? "451 4.3.0 later" : undefined));
  const { attempts } = await rowOf(campaignId);
  await makeDue(campaignId);
  await send(campaignId);
  await eventually(async () => (await rowOf(campaignId)).attempts > attempts, { what: "an attempt" });
  await eventually(async () => (await rowOf(campaignId)).state === "deferred", { what: "its answer" });
}

/** @returns the Message-ID that arrives, and what it would be under each secret */
async function sendAtLast(campaignId: string) {
  sink.setRule(() => undefined);
  await makeDue(campaignId);
  await send(campaignId);
  const { id } = await rowOf(campaignId);
  const mail = await eventually(
    () => sink.received.find(({ messageId }) => messageId.startsWith(`m${id}.`)),
    {
      what: "the mail",
    },
  );
  const [under1, under2, under3] = [first, second, third].map((secret) =>
    messageIdHeader(String(id), "kopi@example.com", deriveMessageIdKey(secret)),
  );
  return { arrived: mail.messageId, under1, under2, under3 };
}

test("a retry after the secret was changed has the Message-ID of the first attempt, and what begins later that of the new secret", async () => {
  sink = await startSink();
  const id = await makePlanned();
  await startUnder(first);
  await sendInVain(id);

  await startUnder(second, first);
  await sendInVain(id);
  const { arrived, under1 } = await sendAtLast(id);
  expect(arrived).toBe(under1);

  const later = await sendAtLast(await makePlanned());
  expect(later.arrived).toBe(later.under2);
});

test("when the secret of the first attempt is gone, the retries keep to the one that there was next", async () => {
  sink = await startSink();
  const id = await makePlanned();
  await startUnder(first);
  await sendInVain(id);
  await startUnder(second);
  await sendInVain(id);

  await startUnder(third, second);
  const { arrived, under2 } = await sendAtLast(id);
  expect(arrived).toBe(under2);
});

test("what an older version had begun keeps to the secret that there is when it goes on", async () => {
  sink = await startSink();
  const id = await makePlanned();
  await startUnder(first);
  await sendInVain(id);
  await pool().query("UPDATE campaign_contents SET message_key = NULL WHERE campaign_id = $1", [id]);
  await startUnder(first);
  await sendInVain(id);

  await startUnder(second, first);
  const { arrived, under1 } = await sendAtLast(id);
  expect(arrived).toBe(under1);
});
