import { createServer, type Server } from "node:net";
import { expect, test } from "vitest";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { database, pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { makeDue, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

const jobs = ["planBatches", "deliverBatch", "sweepDeliveries"];
const connections = 6;
const recipients = 1_500;

test("a server that goes away in mid-campaign and comes back: two workers try it one at a time, and the campaign finishes by itself", async () => {
  const rule = ({ point }: { point: string }) =>
    point === "dot" ? ({ do: "wait", milliseconds: 10 } as const) : undefined;
  const before = await startSink({ rule });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: before.port,
    recipients,
    maxConnections: connections,
  });
  await enqueue("planBatches", { campaignId: id }, { key: id });
  const workers = await Promise.all([startWorker(jobs), startWorker(jobs)]);
  await eventually(() => before.received.length >= 300, { what: "300 mails" });

  await before.close();
  const gate = await startSilentGate(before.port);
  const timesAtLeast = async (times: number) => {
    const { rows } = await pool().query(
      "SELECT 1 FROM server_breakers WHERE server_id = $1 AND times >= $2",
      [serverId, times],
    );
    return rows.length === 1;
  };
  await eventually(() => timesAtLeast(2), { what: "the first try" });
  await eventually(() => gate.isEmpty(), {
    what: "whoever was connecting when it went away to be hung up on",
  });
  gate.forget();
  await eventually(() => timesAtLeast(4), { what: "several tries" });
  expect(gate.most(), "tries at a time").toBe(1);
  expect(await stateOf(id)).toBe("sending");
  await gate.close();

  const after = await startSink({ port: before.port, rule });
  // Whoever was under way when it went away is tried again later, or in doubt.
  await eventually(
    async () => {
      await makeDue(id);
      return (await stateOf(id)) === "finished";
    },
    { what: "the campaign to be finished" },
  );
  await Promise.all(workers.map((worker) => worker.drain()));

  const books = await expectBooksToBalance(id);
  expect(books.accepted + books.in_doubt).toBe(recipients);
  expect(books.in_doubt).toBeLessThanOrEqual(connections);
  const copies = new Map<string, number>();
  for (const { recipient } of [...before.received, ...after.received])
    copies.set(recipient, (copies.get(recipient) ?? 0) + 1);
  expect(
    [...copies].filter(([, count]) => count > 1),
    "received twice",
  ).toEqual([]);
  expect(copies.size).toBeGreaterThanOrEqual(books.accepted);
  const again = await database().message.count({ where: { campaignId: id, attempts: { gt: 1 } } });
  expect(again, "attempts used up by those on the wire alone").toBeLessThanOrEqual(connections);
  await after.close();
});

/** What stands before a server that is away: takes connections and hangs up after a while without a word. */
async function startSilentGate(port: number) {
  let open = 0;
  let most = 0;
  const server: Server = createServer((socket) => {
    open += 1;
    most = Math.max(most, open);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      open -= 1;
    });
    setTimeout(() => socket.destroy(), 300);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    most: () => most,
    isEmpty: () => open === 0,
    forget: () => {
      most = open;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
