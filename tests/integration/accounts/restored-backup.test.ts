import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PermissionDenied } from "#lib/accounts/actor.ts";
import { readSendingHold } from "#lib/accounts/read-sending-hold.ts";
import { releaseSending } from "#lib/accounts/release-sending.ts";
import { watchInstallation } from "#lib/accounts/watch-installation.ts";
import { scheduleCampaign } from "#lib/campaigns/schedule-campaign.ts";
import { startDueCampaigns } from "#lib/campaigns/start-due-campaigns.ts";
import { database, pool } from "#lib/platform/database.ts";
import { environment } from "#lib/platform/environment.ts";
import { readCampaign } from "#lib/progress/read-campaign.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { makeReadyCampaign } from "#tests/integration/campaigns/ready-campaign.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverAll, deliverOnce, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { expectNoise, readLog } from "#tests/support/refuse-noise.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const pace = { beatMilliseconds: 20, listenMilliseconds: 300 };
const marker = () => path.join(environment().dataDirectory, "installation.json");
const copy = () => `${marker()}.copy`;
const beatOf = async () => (await database().installation.findFirstOrThrow()).beat;
const inForce = async () =>
  (await database().sendingHold.findFirst({ where: { releasedAt: null } }))?.reason ?? null;

/** Runs a worker's watch for a few beats, and ends it as a stop or a crash would. */
async function runForAWhile(options: Partial<Parameters<typeof watchInstallation>[0]> = {}): Promise<void> {
  const watch = await watchInstallation({ ...pace, ...options });
  const from = await beatOf();
  await eventually(async () => (await beatOf()) > from + 1n, { what: "some beats" });
  await watch.stop();
}

beforeEach(async () => {
  await database().installation.deleteMany();
  await database().sendingHold.deleteMany();
  await rm(marker(), { force: true });
  await runForAWhile();
});
afterEach(async () => {
  await database().sendingHold.deleteMany();
});

test("a machine that is stopped and started again goes on, however long it was off", async () => {
  await pool().query("UPDATE installation SET beat_at = now() - interval '40 days'");
  await runForAWhile();
  expect(await inForce()).toBeNull();
});

test("a database put back to an earlier moment is held, also under a running worker", async () => {
  expectNoise(/sending is held/);
  await pool().query("UPDATE installation SET beat = beat - 1");
  await runForAWhile();
  expect(await inForce()).toBe("database_went_back");

  await database().sendingHold.deleteMany();
  const watch = await watchInstallation(pace);
  await pool().query("UPDATE installation SET beat = 2");
  await eventually(async () => (await inForce()) === "database_went_back", { what: "the hold" });
  await watch.stop();
});

test("between two beats nothing is claimed and no schedule starts in a database that was put back under running workers", async () => {
  const sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 5 });
  await plan(id);
  const due = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 5 });
  const scheduledAt = new Date();
  await database().campaign.update({ where: { id: due.id }, data: { state: "scheduled", scheduledAt } });
  const watch = await watchInstallation({ ...pace, beatMilliseconds: 3_600_000 });
  for (const [restored, undone] of [
    ["beat = beat - 1", "beat = beat + 1"],
    ["epoch = gen_random_uuid()", `epoch = '${(await database().installation.findFirstOrThrow()).epoch}'`],
  ]) {
    await pool().query(`UPDATE installation SET ${restored}`);
    await deliverOnce(id);
    await startDueCampaigns();
    expect(await expectBooksToBalance(id)).toMatchObject({ queued: 5 });
    expect(await stateOf(due.id)).toBe("scheduled");
    await pool().query(`UPDATE installation SET ${undone}`);
  }
  expect(sink.received).toHaveLength(0);
  await startDueCampaigns();
  expect(await stateOf(due.id)).toBe("planning");
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 5 });
  await watch.stop();
  await sink.close();
});

test("a dump restored into another database is held", async () => {
  expectNoise(/sending is held/);
  await pool().query("UPDATE installation SET database_identity = 'another/1'");
  await runForAWhile();
  expect(await inForce()).toBe("database_moved");
});

test("a data folder copied back is held, though it and its database agree", async () => {
  expectNoise(/sending is held/);
  await copyFile(marker(), copy());
  await rename(copy(), marker());
  await runForAWhile();
  expect(await inForce()).toBe("folder_copied");
});

test("a new machine alone with an old database is held; beside one that runs it is welcome", async () => {
  expectNoise(/sending is held/);
  await rm(marker());
  await runForAWhile();
  expect(await inForce()).toBe("unknown_machine");

  await database().sendingHold.deleteMany();
  const running = await watchInstallation(pace);
  const dataDirectory = path.join(environment().dataDirectory, "other machine");
  await mkdir(dataDirectory);
  await runForAWhile({ dataDirectory, listenMilliseconds: 30_000 });
  await running.stop();
  expect(await inForce()).toBeNull();
});

test("while it is held nothing is claimed and no schedule starts, until an owner or administrator releases it", async () => {
  expectNoise(/sending is held/);
  const sink = await startSink();
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 5 });
  await plan(id);
  const due = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 5 });
  await database().campaign.update({
    where: { id: due.id },
    data: { state: "scheduled", scheduledAt: new Date() },
  });
  await pool().query("UPDATE installation SET beat = beat - 1");
  await runForAWhile();

  await sweepDeliveries();
  await deliverOnce(id);
  await startDueCampaigns();
  expect(await expectBooksToBalance(id)).toMatchObject({ queued: 5 });
  expect(await stateOf(due.id)).toBe("scheduled");
  expect(sink.received).toHaveLength(0);
  expect(await readSendingHold(actor)).toMatchObject({
    reason: "database_went_back",
    lastBeatAt: expect.any(Date),
  });
  // A restart, or noticing it again, releases nothing.
  await runForAWhile();
  expect(await inForce()).toBe("database_went_back");

  for (const role of ["viewer", "editor"] as const)
    await expect(releaseSending({ ...actor, role })).rejects.toThrow(PermissionDenied);
  expect(await Promise.all([releaseSending(actor), releaseSending(actor)])).toContain(true);
  expect(await releaseSending(actor)).toBe(false);
  expect(await readSendingHold(actor)).toBeNull();
  expect(await database().sendingHold.findMany()).toMatchObject([{ releasedBy: actor.userId }]);
  await deliverAll(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 5 });
  await startDueCampaigns();
  expect(await stateOf(due.id)).toBe("held");
  await runForAWhile();
  expect(await inForce()).toBeNull();
  await sink.close();
});

test("a schedule from before the restore asks, as it may have been sent already; one from after it goes", async () => {
  expectNoise(/sending is held/);
  const actor = await makeActor();
  const scheduled = async (scheduledAt: Date) => {
    const { id } = await makeReadyCampaign(actor);
    await database().campaign.update({ where: { id }, data: { state: "scheduled", scheduledAt } });
    return id;
  };
  const before = await scheduled(new Date(Date.now() - 600_000));
  await pool().query("UPDATE installation SET beat = beat - 1");
  await runForAWhile();
  await pool().query("UPDATE sending_holds SET held_at = now() - interval '1 minute'");
  const after = await scheduled(new Date(Date.now() - 30_000));
  await releaseSending(actor);
  await startDueCampaigns();
  expect(await stateOf(after)).toBe("planning");
  expect(await readCampaign(actor, before)).toMatchObject({
    state: "held",
    pauseReason: { key: "restored_schedule" },
  });
  expect(await scheduleCampaign(actor, before, { kind: "now" })).toMatchObject({ kind: "launched" });
});

test("a campaign left in the middle for more than three days asks before it goes on", async () => {
  expectNoise(/sending is held/);
  const sink = await startSink();
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients: 1 });
  await pool().query("UPDATE installation SET beat_at = now() - interval '4 days'");
  await runForAWhile();
  expect(await inForce()).toBe("long_silence");
  await database().campaign.delete({ where: { id } });
  await sink.close();
});

test("a link in a mail that left after the backup was made names nobody else after the restore", async () => {
  expectNoise(/sending is held/);
  const sink = await startSink();
  const actor = await makeActor();
  const { rows: sequence } = await pool().query("SELECT last_value, is_called FROM messages_id_seq");
  const sent = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 20 });
  await plan(sent.id);
  const { rows: gone } = await pool().query<{ last: bigint }>(
    "SELECT max(id) AS last FROM messages WHERE campaign_id = $1",
    [sent.id],
  );
  // The backup is put back: it knows neither the campaign nor that its ids were given away.
  await database().campaign.delete({ where: { id: sent.id } });
  await pool().query("SELECT setval('messages_id_seq', $1, $2)", [
    sequence[0]?.last_value,
    sequence[0]?.is_called,
  ]);
  await pool().query("UPDATE installation SET beat = beat - 1");
  await runForAWhile();
  await releaseSending(actor);

  const next = await makeLaunchedCampaign({ actor, port: sink.port, recipients: 5 });
  await plan(next.id);
  const { rows: given } = await pool().query<{ first: bigint }>(
    "SELECT min(id) AS first FROM messages WHERE campaign_id = $1",
    [next.id],
  );
  expect(given[0]?.first).toBeGreaterThan(gone[0]?.last ?? 0n);
  await sink.close();
});

test("a worker beside which the database is migrated goes on, and says once that it should be replaced", async () => {
  const watch = await watchInstallation(pace);
  const from = await beatOf();
  await pool().query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ('newer', '', '9999_newer', now())`,
  );
  await eventually(async () => (await beatOf()) > from + 5n, { what: "some beats" });
  await watch.stop();
  await pool().query("DELETE FROM _prisma_migrations WHERE id = 'newer'");
  expect(await inForce()).toBeNull();
  expect(readLog().filter((line) => line.includes("start this worker anew"))).toHaveLength(1);
});
