import { afterEach, expect, test } from "vitest";
import { database } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { startWorker } from "#tests/support/worker-process.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** Node's own resolver, as if no name server ever answered: it says once that it was asked. */
const silence = `
  import { Resolver } from "node:dns/promises";
  Resolver.prototype.resolveMx = () => {
    process.stderr.write('{"level":"info","msg":"a name server is asked"}\\n');
    return new Promise(() => undefined);
  };`;

const { NODE_OPTIONS: usual } = process.env;
afterEach(() => {
  if (usual === undefined) delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = usual;
});

test("a worker that is asked to end waits for no name server, and asking is left to the next", async () => {
  const sink = await startSink();
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: ["sari@toko.example"],
  });
  await plan(id);
  process.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(silence)}`;
  let isAsked = false;
  const worker = await startWorker(["learnProviders"], (line) => {
    isAsked ||= line.includes("a name server is asked");
  });
  await eventually(() => isAsked, { what: "a name server to be asked" });
  expect(await worker.drain()).toBe(0);

  isAsked = false;
  await sweepDeliveries();
  const successor = await startWorker(["learnProviders"], (line) => {
    isAsked ||= line.includes("a name server is asked");
  });
  await eventually(() => isAsked, { what: "the next worker to ask" });
  expect(await successor.drain()).toBe(0);
  expect(await database().campaign.findUnique({ where: { id } })).toMatchObject({ providersLearnedAt: null });
  await sink.close();
});
