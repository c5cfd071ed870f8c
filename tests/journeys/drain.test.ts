import { afterEach, expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { pool } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { endLeases, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SinkAction, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { startWorker, type WorkerProcess } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const jobs = ["planBatches", "deliverBatch", "sweepDeliveries"];
const recipients = 800;
const connections = 7;

let sink: SmtpSink;
const workers: WorkerProcess[] = [];
afterEach(async () => {
  delete process.env.SMTP_DOT_TIMEOUT_SECONDS;
  await Promise.all(workers.splice(0).map((worker) => worker.killAtOnce()));
  await sink.close();
});

async function startSender(): Promise<WorkerProcess> {
  const worker = await startWorker(jobs);
  workers.push(worker);
  return worker;
}

/** A campaign in its middle, at a server that does this to the next message that comes to RCPT and to the next dot. */
async function startTrouble(next: { rcpt?: SinkAction; dot?: SinkAction }) {
  const met = { rcpt: 0, dot: 0 };
  sink = await startSink();
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients,
    maxConnections: connections,
  });
  const usual = ({ point }: { point: string }) =>
    point === "dot" ? ({ do: "wait", milliseconds: 20 } as const) : undefined;
  sink.setRule(usual);
  await enqueue("planBatches", { campaignId: id }, { key: id });
  const worker = await startSender();
  await eventually(() => sink.received.length >= 50, { what: "50 mails" });
  sink.setRule((moment) => {
    const { point } = moment;
    if ((point !== "rcpt" && point !== "dot") || !next[point] || met[point] > 0) return usual(moment);
    met[point] += 1;
    return next[point];
  });
  await eventually(() => met.rcpt >= (next.rcpt ? 1 : 0) && met.dot >= (next.dot ? 1 : 0), {
    what: "the server to be in trouble",
  });
  return { id, serverId, worker };
}

/** Asks a worker to end. @returns its exit status, undefined while it runs */
function askToEnd(worker: WorkerProcess): () => number | null | undefined {
  let status: number | null | undefined;
  void worker.drain().then((ended) => {
    status = ended;
  });
  return () => status;
}

test("a worker that is asked to end waits for the answer to its final dot, soon gives back what hangs before, and leaves the rest to its successor", async () => {
  const answer = Promise.withResolvers<void>();
  const { id, serverId, worker } = await startTrouble({
    rcpt: { do: "hang" },
    dot: { do: "hold", until: answer.promise },
  });
  const ended = askToEnd(worker);
  await eventually(async () => (await expectBooksToBalance(id)).sending === 1, {
    what: "all but the one whose dot has left to be given back",
  });

  const successor = await startSender();
  // What hangs before its mark is open at the server until the worker has ended.
  await eventually(async () => (await grantedTo(serverId)).join() === "2,5", {
    what: "the successor to have what the other does not use",
  });
  await eventually(() => sink.received.length === recipients - 1, {
    what: "everybody else's mail",
  });
  expect(ended(), "it still waits").toBeUndefined();
  answer.resolve();
  await eventually(() => ended() !== undefined, { what: "the worker to end" });
  expect(ended()).toBe(0);
  await eventually(async () => (await stateOf(id)) === "finished", { what: "the campaign to be finished" });
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: recipients, in_doubt: 0 });
  expect(sink.received).toHaveLength(recipients);
  expect(sink.copies().size).toBe(recipients);
  expect(await successor.drain()).toBe(0);
});

test("an answer that never comes is waited for as long as the dot may take, and the doubt is recorded", async () => {
  process.env.SMTP_DOT_TIMEOUT_SECONDS = "8";
  const { id, worker } = await startTrouble({ dot: { do: "receive-hang" } });
  expect(await worker.drain()).toBe(0);
  expect(await expectBooksToBalance(id)).toMatchObject({ in_doubt: 1, sending: 0 });
});

test("a second signal ends a worker at once: in doubt is what it waited for, and nobody else", async () => {
  const { id, worker } = await startTrouble({ dot: { do: "receive-hang" } });
  const ended = askToEnd(worker);
  await eventually(async () => (await expectBooksToBalance(id)).sending === 1, {
    what: "all but the one whose dot has left to be done or given back",
  });
  await eventually(
    () => {
      void worker.drain();
      return ended() !== undefined;
    },
    { what: "the worker to end" },
  );
  expect(ended(), "not all was done").toBe(1);
  await endLeases(id);
  await sweepDeliveries();
  expect(await expectBooksToBalance(id)).toMatchObject({ in_doubt: 1, sending: 0 });
});

/** The shares of the server's connections, the smallest first. */
async function grantedTo(serverId: string): Promise<number[]> {
  const { rows } = await pool().query<{ granted: number }>(
    "SELECT granted FROM server_shares WHERE server_id = $1 AND granted > 0 ORDER BY granted",
    [serverId],
  );
  return rows.map(({ granted }) => granted);
}
