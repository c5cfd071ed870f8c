import { afterEach, expect, test } from "vitest";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { takeProbe, writeTrouble } from "#lib/lines/breaker-store.ts";
import { takeNearMoment } from "#lib/pacing/moment-store.ts";
import { reserveSlots } from "#lib/pacing/slot-store.ts";
import { database, pool } from "#lib/platform/database.ts";
import { addTrouble } from "#lib/providers/provider-store.ts";
import { settingsVersion } from "#lib/servers/settings-version.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { plan } from "#tests/support/deliver.ts";
import { makeActor } from "#tests/support/workspace.ts";

// Nothing is sent in here: it is about who is nudged.
const port = 1;
afterEach(() => pool().query("UPDATE campaigns SET state = 'cancelled', queued = 0"));

/** The batches that one sweep nudges. */
async function nudged(): Promise<number[]> {
  const queue = queueClasses().openQueue("deliverBatch");
  try {
    await queue.drain();
    await sweepDeliveries();
    const jobs = await queue.getJobs(["waiting", "prioritized"]);
    return jobs.map((job) => job.data.batch).sort((a, b) => a - b);
  } finally {
    await queue.drain();
    await queue.close();
  }
}

async function versionOf(serverId: string): Promise<string> {
  const server = await database().sendingServer.findUniqueOrThrow({ where: { id: serverId } });
  return settingsVersion(server);
}

type Made = { id: string; serverId: string };

/** Each wait, and what ends it. */
const waits: Record<
  string,
  { begin: (made: Made) => Promise<unknown>; end: (made: Made) => Promise<unknown> }
> = {
  "its server is away": {
    begin: async ({ serverId }) =>
      writeTrouble(serverId, await versionOf(serverId), {
        kind: "away",
        times: 5,
        openFor: 30_000,
        reason: "server_unreachable",
        said: "",
      }),
    end: () => pool().query("UPDATE server_breakers SET open_until = now() - interval '1 second'"),
  },
  "its server refuses it": {
    begin: async ({ id, serverId }) => {
      const trouble = { kind: "mend" as const, times: 3, reason: "sender_refused", said: "" };
      await writeTrouble(serverId, await versionOf(serverId), { ...trouble, openFor: 120_000 }, id);
    },
    end: () => pool().query("UPDATE campaign_breakers SET open_until = now() - interval '1 second'"),
  },
  "another worker tries its server": {
    begin: async ({ serverId }) => {
      const version = await versionOf(serverId);
      const trouble = { kind: "away" as const, times: 5, reason: "server_unreachable", said: "" };
      await writeTrouble(serverId, version, { ...trouble, openFor: 0 });
      expect(await takeProbe(serverId, version, crypto.randomUUID())).toBe("taken");
    },
    // Killed in the middle of it: nobody says so.
    end: () => pool().query("UPDATE server_breakers SET probed_until = now() - interval '1 second'"),
  },
  "its server is outside of its hours": {
    begin: ({ serverId }) => {
      const hour = (new Date().getUTCHours() + 3) % 24;
      const data = { hoursFrom: hour * 60, hoursTo: ((hour + 1) % 24) * 60, hoursTimeZone: "UTC" };
      return database().sendingServer.update({ where: { id: serverId }, data });
    },
    end: ({ serverId }) =>
      database().sendingServer.update({ where: { id: serverId }, data: { hoursFrom: 0, hoursTo: 1_440 } }),
  },
  "its server's cap is used up": {
    begin: async ({ serverId }) => {
      await database().sendingServer.update({ where: { id: serverId }, data: { dailyCap: 10 } });
      await reserveSlots(`server ${serverId}`, 10, { perSecond: null, hourlyCap: null, dailyCap: 10 });
    },
    end: ({ serverId }) =>
      database().sendingServer.update({ where: { id: serverId }, data: { dailyCap: 20 } }),
  },
  "its next moment is far": {
    begin: async ({ id }) => {
      await database().campaign.update({ where: { id }, data: { maxPerSecond: 0.005 } });
      await takeNearMoment(`campaign ${id}`, 200_000, 3_000);
    },
    end: ({ id }) =>
      pool().query("UPDATE send_paces SET next_free_at = now() + interval '1 second' WHERE key = $1", [
        `campaign ${id}`,
      ]),
  },
};

for (const [name, { begin, end }] of Object.entries(waits)) {
  test(`while ${name}, a campaign is not nudged; when that is over, it is`, async () => {
    const made = await makeLaunchedCampaign({ actor: await makeActor(), port, recipients: 3 });
    await plan(made.id);
    expect(await nudged()).toEqual([0]);
    await begin(made);
    expect(await nudged()).toEqual([]);
    await end(made);
    expect(await nudged()).toEqual([0]);
  });
}

test("while one of its servers can send, a campaign is nudged", async () => {
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port,
    recipients: 3,
    others: [{ port }],
  });
  await plan(id);
  await waits["its server is away"]?.begin({ id, serverId });
  expect(await nudged()).toEqual([0]);
});

test("a campaign whose sender has another address since is nudged for the servers that take the one its mails carry", async () => {
  const hour = (new Date().getUTCHours() + 3) % 24;
  const closed = { hoursFrom: hour * 60, hoursTo: ((hour + 1) % 24) * 60, hoursTimeZone: "UTC" };
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port,
    recipients: 3,
    server: closed,
    others: [{ port, fromDomains: ["example.com"] }],
  });
  await plan(id);
  await database().sender.updateMany({
    where: { email: "kopi@example.com" },
    data: { email: "kopi@example.net" },
  });
  expect(await nudged()).toEqual([0]);
});

test("batches of which everybody waits for one provider are passed over, however many, and nudged when it takes mail again", async () => {
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port,
    recipients: ["first@example.org"],
    server: { paceProviders: true },
  });
  await plan(id);
  await fillBatches(id, 1, 300, "google");
  await fillBatches(id, 301, 301, null);
  await pool().query("UPDATE campaigns SET queued = queued + 301, audience = audience + 301 WHERE id = $1", [
    id,
  ]);
  const lowest = Array.from({ length: 64 }, (_, batch) => batch);
  expect(await nudged()).toEqual(lowest);

  await addTrouble(serverId, "google", { suspendSeconds: 600, slow: null, reason: "421" }, 1);
  expect(await nudged(), "the one with somebody for another provider").toEqual([0]);
  await pool().query("UPDATE messages SET state = 'skipped' WHERE campaign_id = $1 AND batch = 0", [id]);
  const sweeps = [await nudged(), await nudged(), await nudged()];
  expect(sweeps.flat(), "found within two sweeps, behind 300 that wait").toContain(301);
  expect(sweeps.flat().every((batch) => batch === 301)).toBe(true);

  await pool().query("DELETE FROM provider_paces");
  // The other half goes on where the sweep before came to.
  expect((await nudged()).slice(0, 32)).toEqual(lowest.slice(1, 33));
});

/** A recipient in each of the batches. */
async function fillBatches(campaignId: string, from: number, to: number, provider: string | null) {
  await pool().query(
    `INSERT INTO messages (workspace_id, campaign_id, contact_id, email, batch, provider)
     SELECT workspace_id, id, 1000000 + batch, 'person' || batch || '@example.org', batch, $4
     FROM campaigns, generate_series($2::int, $3::int) AS batch WHERE id = $1`,
    [campaignId, from, to, provider],
  );
}
