import { afterEach, expect, test } from "vitest";
import type { JobName } from "#lib/jobs/catalogue.ts";
import { bringForward, enqueue, enqueueAll, isScheduled, schedule } from "#lib/jobs/enqueue.ts";
import { eventually } from "#tests/support/eventually.ts";
import { forgetQueue } from "#tests/support/forget-queue.ts";
import { expectNoise } from "#tests/support/refuse-noise.ts";
import { type Jobs, openJobs } from "#workers/run-job.ts";

// What the product asks of its queue, wherever that is. Runs with the queue in PostgreSQL and in Redis.

const opened: Jobs[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((jobs) => jobs.close()));
});

/** Takes jobs in this process from now on. */
async function take<N extends JobName>(name: N, handler: Parameters<typeof openJobs<N>>[1]): Promise<Jobs> {
  const jobs = await openJobs(name, handler);
  opened.push(jobs);
  jobs.take();
  return jobs;
}

/** Ids that are told apart by their last digit. */
const campaign = (digit: number) => ({ campaignId: `00000000-0000-4000-8000-00000000000${digit}` });
const digitOf = ({ campaignId }: { campaignId: string }) => Number(campaignId.at(-1));

/** Takes `cancelMessages`, one at a time, and notes which ran. */
async function noteRuns(): Promise<{ runs: number[]; until: (...expected: number[]) => Promise<void> }> {
  const runs: number[] = [];
  await take("cancelMessages", async (payload) => {
    runs.push(digitOf(payload));
  });
  return {
    runs,
    async until(...expected) {
      await eventually(() => runs.length >= expected.length, { what: `the jobs ${expected}` });
      expect(runs).toEqual(expected);
    },
  };
}

test("of jobs with one key one waits at a time, and after it has run there may be another", async () => {
  await enqueue("cancelMessages", campaign(1), { key: "one" });
  await enqueue("cancelMessages", campaign(2), { key: "one" });
  await enqueue("cancelMessages", campaign(3), { key: "three" });
  const { until } = await noteRuns();
  await until(1, 3);
  await enqueue("cancelMessages", campaign(4), { key: "one" });
  await until(1, 3, 4);
});

test("jobs without a priority go first, then by their priority, and those of one priority as they came", async () => {
  const priorities = [2, 1, undefined, 2, 1];
  await enqueueAll(
    "cancelMessages",
    priorities.map((priority, index) => ({
      payload: campaign(index),
      ...(priority === undefined ? {} : { priority }),
    })),
  );
  const { until } = await noteRuns();
  await until(2, 1, 4, 0, 3);
});

test("a job that waits can be brought forward, one that goes early already keeps its place, and one that is gone is no matter", async () => {
  const ranked = [3, 3, 4, 5].map((priority, index) => ({
    payload: campaign(index),
    key: `${index}`,
    priority,
  }));
  await enqueueAll("cancelMessages", ranked);
  await bringForward("cancelMessages", "3", 2);
  await bringForward("cancelMessages", "0", 3);
  await bringForward("cancelMessages", "1", 4);
  await bringForward("cancelMessages", "gone", 1);
  const { until } = await noteRuns();
  await until(3, 0, 1, 2);
});

test("a job that is to wait lets others go before it", async () => {
  const { until } = await noteRuns();
  await enqueueAll("cancelMessages", [
    { payload: campaign(1), delayMilliseconds: 5_000 },
    { payload: campaign(2) },
  ]);
  await until(2, 1);
});

test("a job is run by one worker only, and all are run", async () => {
  const ran: number[] = [];
  const handler = async ({ batch }: { batch: number }) => {
    ran.push(batch);
  };
  await take("deliverBatch", handler);
  await take("deliverBatch", handler);
  const batches = Array.from({ length: 60 }, (_, batch) => batch);
  await enqueueAll(
    "deliverBatch",
    batches.map((batch) => ({ payload: { ...campaign(1), batch }, key: `batch-${batch}` })),
  );
  await eventually(() => new Set(ran).size === batches.length, { what: "all jobs" });
  expect(ran.sort((one, other) => one - other)).toEqual(batches);
});

test("who is asked to end finishes what runs and takes nothing more; that waits for the next", async () => {
  const began: number[] = [];
  const gate = Promise.withResolvers<void>();
  const first = await take("cancelMessages", async (payload) => {
    began.push(digitOf(payload));
    await gate.promise;
    began.push(-1);
  });
  await enqueue("cancelMessages", campaign(1));
  await enqueue("cancelMessages", campaign(2));
  await eventually(() => began.length === 1, { what: "the first to run" });
  const closed = first.close();
  gate.resolve();
  await closed;
  expect(began, "begun and ended").toEqual([1, -1]);
  const { until } = await noteRuns();
  await until(2);
});

test("a job that throws is run again", async () => {
  expectNoise(/not at once.*job failed/);
  let runs = 0;
  await take("importContacts", async () => {
    runs += 1;
    if (runs === 1) throw new Error("not at once");
  });
  await enqueue("importContacts", { importId: campaign(1).campaignId });
  await eventually(() => runs === 2, { what: "the second run" });
});

test("a payload that the catalogue does not know fails where it is put in", async () => {
  await expect(enqueue("cancelMessages", { campaignId: "everything" })).rejects.toThrow();
});

test("whether a job recurs can be told, also after the queue has lost its memory", async () => {
  expect(await isScheduled("sweepDeliveries")).toBe(false);
  await schedule("sweepDeliveries", 2_000);
  expect(await isScheduled("sweepDeliveries")).toBe(true);
  await forgetQueue();
  expect(await isScheduled("sweepDeliveries")).toBe(false);
});
