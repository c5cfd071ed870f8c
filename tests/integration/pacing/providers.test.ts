import { expect, test } from "vitest";
import { pauseCampaign } from "#lib/campaigns/pause-campaign.ts";
import { sendAgain } from "#lib/decisions/send-again.ts";
import { queueClasses } from "#lib/jobs/queue-connection.ts";
import { claimMessages } from "#lib/ledger/claim-store.ts";
import { closeIdleLines } from "#lib/lines/sending-line.ts";
import { openProviderLanes, type ProviderLanes } from "#lib/pacing/provider-lanes.ts";
import { database, pool } from "#lib/platform/database.ts";
import { learnProviders } from "#lib/providers/learn-providers.ts";
import { backOffRule, providerRule } from "#lib/providers/provider.ts";
import { readRefusal } from "#lib/providers/provider-pace.ts";
import { addSightings, addSuccesses, addTrouble, readProviderStates } from "#lib/providers/provider-store.ts";
import { exchangeProviders } from "#lib/shares/provider-share-store.ts";
import { takeShare } from "#lib/shares/share-store.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, makeDue, plan } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const people = (count: number, domain: string) =>
  Array.from({ length: count }, (_, index) => `person${index}@${domain}`);

async function providersOf(campaignId: string): Promise<Record<string, number>> {
  const { rows } = await pool().query(
    "SELECT coalesce(provider, 'none') AS provider, count(*)::int AS count FROM messages WHERE campaign_id = $1 GROUP BY 1",
    [campaignId],
  );
  return Object.fromEntries(rows.map(({ provider, count }) => [provider, count]));
}

test("messages know their provider: common domains from the beginning, others once the name servers were asked, each once a week", async () => {
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: 25,
    recipients: [
      ...people(3, "gmail.com"),
      ...people(4, "shop.example"),
      ...people(2, "own.example"),
      "one@silent.example",
    ],
  });
  await plan(id);
  expect(await providersOf(id)).toEqual({ google: 3, none: 7 });
  const asked: string[] = [];
  const lookUp = async (domain: string) => {
    asked.push(domain);
    if (domain === "silent.example") return undefined;
    return domain === "shop.example" ? ["aspmx.l.google.com"] : ["mx.own.example"];
  };
  await learnProviders({ campaignId: id }, lookUp, async () => null);
  expect(await providersOf(id)).toEqual({ google: 7, none: 3 });
  expect(asked.sort()).toEqual(["own.example", "shop.example", "silent.example"]);
  await learnProviders({ campaignId: id }, lookUp, async () => null);
  expect(asked.slice(3), "only what nobody answered is asked again").toEqual(["silent.example"]);
});

test("domains whose own name servers are silent keep no others from being known, and silent ones of ours are not asked for all", async () => {
  const sink = await startSink();
  const recipients = Array.from({ length: 300 }, (_, index) => `info@firm${index}.mixed.example`);
  const { id } = await makeLaunchedCampaign({ actor: await makeActor(), port: sink.port, recipients });
  await plan(id);
  let asked = 0;
  await learnProviders({ campaignId: id }, async () => {
    asked += 1;
    return undefined;
  });
  expect(asked).toBeLessThan(100);
  await learnProviders({ campaignId: id }, async (domain) =>
    /[05]\./.test(domain) ? undefined : ["aspmx.l.google.com"],
  );
  expect(await providersOf(id)).toEqual({ google: 240, none: 60 });
  await sink.close();
});

test("asking for providers ends when its process does, keeps what it has heard, and the rest is asked again", async () => {
  const sink = await startSink();
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: [...people(2, "heard.example"), "one@hanging.example"],
  });
  await plan(id);
  const ending = new AbortController();
  const asked: string[] = [];
  const learning = learnProviders({ campaignId: id, until: ending.signal }, async (domain) => {
    asked.push(domain);
    if (domain === "hanging.example") return new Promise(() => undefined);
    return ["aspmx.l.google.com"];
  });
  await eventually(() => asked.length === 2, { what: "both domains to be asked" });
  ending.abort();
  await learning;
  const queue = queueClasses().openQueue("learnProviders");
  await queue.remove(`learnProviders-${id}`);
  await sweepDeliveries();
  expect(await queue.getJob(`learnProviders-${id}`), "the sweep's").toBeDefined();
  asked.length = 0;
  await learnProviders({ campaignId: id }, async (domain) => {
    asked.push(domain);
    return ["mx.hanging.example"];
  });
  expect(asked).toEqual(["hanging.example"]);
  expect(await providersOf(id)).toEqual({ google: 2, none: 1 });
  await queue.close();
  await sink.close();
});

test("asking for providers that was lost is found by the sweep, also after a campaign went on with the rest", async () => {
  const sink = await startSink();
  const actor = await makeActor();
  const { id, listId } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: ["a@lost.example"],
  });
  const queue = queueClasses().openQueue("learnProviders");
  const isAsked = async () => (await queue.getJob(`learnProviders-${id}`)) !== undefined;
  const lose = () => queue.remove(`learnProviders-${id}`);
  await plan(id);
  await lose();
  await sweepDeliveries();
  expect(await isAsked()).toBe(true);
  await lose();
  await learnProviders({ campaignId: id }, async () => ["mx.shop.example"]);
  await sweepDeliveries();
  expect(await isAsked()).toBe(false);

  await deliverOnce(id);
  await database().contact.create({
    data: {
      workspaceId: actor.workspaceId,
      email: "b@rest.example",
      subscriptions: { create: { listId, source: "hand" } },
    },
  });
  expect(await sendAgain(actor, id, "send_to_rest", { named: 1 })).toMatchObject({ kind: "done" });
  await sweepDeliveries();
  expect(await isAsked()).toBe(true);
  await learnProviders({ campaignId: id }, async () => ["aspmx.l.google.com"]);
  expect(await providersOf(id)).toEqual({ google: 1, none: 1 });

  await database().sendingServer.updateMany({
    where: { workspaceId: actor.workspaceId },
    data: { paceProviders: false },
  });
  await database().mailDomain.deleteMany({ where: { domain: "rest.example" } });
  await learnProviders({ campaignId: id }, () => Promise.reject(new Error("nobody paces, nobody asks")));
  await queue.close();
  await sink.close();
});

test("a provider that has enough is held, in this process and in the next, while all others get their mail", async () => {
  const sink = await startSink({
    rule: ({ point, recipient }) =>
      point === "rcpt" && recipient.endsWith("@yahoo.com")
        ? "421 4.7.0 [TSS05] Messages from 192.0.2.10 temporarily deferred"
        : undefined,
  });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: [...people(80, "yahoo.com"), ...people(80, "gmail.com"), ...people(80, "example.org")],
  });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      return sink.received.length === 160;
    },
    { what: "everybody else's mail" },
  );
  await deliverOnce(id);
  const books = await expectBooksToBalance(id);
  expect(books.deferred, "what was on the way when the provider said so").toBeLessThanOrEqual(4);
  expect(books.queued).toBe(80 - books.deferred);
  const [state] = (await readProviderStates(serverId)).filter(({ provider }) => provider === "yahoo");
  expect(state?.heldFor, "its rule: four hours").toBeGreaterThan(3.9 * 3_600_000);
  expect(state?.reason).toContain("[TSS05]");

  // As a restart.
  await closeIdleLines();
  const before = sink.count("rcpt");
  await makeDue(id);
  await deliverOnce(id);
  await deliverOnce(id);
  // A process that knows nothing yet may have had one claim's worth under way before its first heartbeat.
  expect(sink.count("rcpt")).toBe(before);

  sink.setRule(undefined);
  await pool().query(
    "UPDATE provider_paces SET not_before = now() - interval '1 second' WHERE server_id = $1",
    [serverId],
  );
  await closeIdleLines();
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await database().message.count({ where: { campaignId: id, state: "accepted" } })) === 240;
    },
    { what: "the provider to have its mail as well" },
  );
  await sink.close();
});

test("no more are on the way to a provider than it takes, and it takes more as it goes well", async () => {
  let open = 0;
  let most = 0;
  const sink = await startSink({
    rule: ({ point }) => {
      if (point === "mail") open += 1;
      most = Math.max(most, open);
      if (point === "answered") open -= 1;
      return point === "dot" ? { do: "wait", milliseconds: 15 } : undefined;
    },
  });
  const { id, serverId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: people(400, "gmail.com"),
    maxConnections: 20,
  });
  await plan(id);
  await eventually(
    async () => {
      await deliverOnce(id);
      return sink.received.length === 400;
    },
    { what: "all mails" },
  );
  expect(most).toBeLessThanOrEqual(5);
  await eventually(async () => ((await readProviderStates(serverId))[0]?.concurrency ?? 0) > 2, {
    what: "it to grow",
  });
  await sink.close();
});

test("trouble halves, holds twice as long each time, and counts once when it comes from many workers at once", async () => {
  const serverId = crypto.randomUUID();
  const trouble = { suspendSeconds: null, slow: null, reason: "421 4.7.0 slow down" };
  const state = async () => (await readProviderStates(serverId))[0];
  await addSuccesses(serverId, [{ provider: "apple", successes: 100, maximum: 10 }]);
  expect((await state())?.concurrency).toBe(10);
  await Promise.all(Array.from({ length: 8 }, () => addTrouble(serverId, "apple", trouble, 1)));
  expect(await state()).toMatchObject({ concurrency: 5, failures: 1 });
  const held: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    held.push(Math.round(((await state())?.heldFor ?? 0) / 60_000));
    await pool().query(
      "UPDATE provider_paces SET not_before = now() - interval '1 second' WHERE server_id = $1",
      [serverId],
    );
    await addTrouble(serverId, "apple", trouble, 1);
  }
  expect(held).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect((await state())?.concurrency).toBe(1);
  await pool().query(
    "UPDATE provider_paces SET not_before = now() - interval '1 second' WHERE server_id = $1",
    [serverId],
  );
  await addSuccesses(serverId, [{ provider: "apple", successes: 1, maximum: 10 }]);
  expect(await state(), "one probe got through").toMatchObject({ failures: 0, concurrency: 1 });
});

/** A provider's lanes as a worker process has them, on a server that has been heard of. */
async function openLine(serverId: string): Promise<ProviderLanes> {
  const line = crypto.randomUUID();
  await takeShare({ serverId, line, presence: null, maximum: 20, wants: true, held: 0, isMember: false });
  return openProviderLanes({
    exchange: (news) => exchangeProviders(serverId, line, news),
    openSlots: () => {
      throw new Error("nothing is slowed down here");
    },
  });
}

const unusual = {
  accepted: false,
  isTooMuch: false,
  replyCode: 421,
  enhancedCode: "4.7.28",
  replyText: "Our system has detected that this message is likely unsolicited",
  category: "block_reputation" as const,
};

test("words that count from the fifth time on are counted over all workers, also those that are gone, and for an hour", async () => {
  const serverId = crypto.randomUUID();
  const heldFor = async () => (await readProviderStates(serverId))[0]?.heldFor ?? 0;
  const say = async (worker: ProviderLanes, times: number) => {
    for (let time = 0; time < times; time += 1) worker.note("google", unusual);
    await worker.exchange();
  };
  await say(await openLine(serverId), 2);
  await say(await openLine(serverId), 2);
  expect(await heldFor(), "four times").toBe(0);
  await pool().query(
    `UPDATE provider_sightings SET seen_at =
       ARRAY(SELECT at - interval '59 minutes' FROM unnest(seen_at) AS at) WHERE server_id = $1`,
    [serverId],
  );
  const third = await openLine(serverId);
  await say(third, 1);
  expect(await heldFor(), "its rule: an hour").toBeGreaterThan(59 * 60_000);
  expect(third.rooms("campaign").known.get("google")).toBe(0);
  const fourth = await openLine(serverId);
  await fourth.exchange();
  expect(fourth.rooms("campaign").known.get("google"), "one that has said nothing knows it, too").toBe(0);

  await pool().query(
    "UPDATE provider_paces SET not_before = now() - interval '1 second', failures = 0 WHERE server_id = $1",
    [serverId],
  );
  await pool().query(
    `UPDATE provider_sightings SET seen_at =
       ARRAY(SELECT at - interval '61 minutes' FROM unnest(seen_at) AS at) WHERE server_id = $1`,
    [serverId],
  );
  await say(fourth, 4);
  expect(await heldFor(), "those of more than an hour ago are over").toBeLessThanOrEqual(0);
  const rule = providerRule("google")?.backOff.find(({ times }) => times === 5);
  if (!rule) throw new Error("no rule that counts to five");
  expect(await addSightings(serverId, "google", rule, ["once more"])).toMatchObject({
    suspendSeconds: 3_600,
    reason: "once more",
  });
});

test("words that act at once ask for more when they are said again and again, to whichever worker", async () => {
  const serverId = crypto.randomUUID();
  const said = {
    replyCode: 451,
    enhancedCode: "4.7.650",
    replyText: "Temporarily rate limited, server busy",
    category: "rate_limited" as const,
  };
  const { trouble, sighting } = readRefusal(backOffRule("outlook", said), { isTooMuch: true, text: "busy" });
  if (!trouble || !sighting) throw new Error("it acts at once and counts");
  const met = { provider: "outlook", maximum: 5, held: 0, leaves: true, successes: 0 };
  const say = async () => {
    const news = { ...met, troubles: [trouble], sightings: [sighting] };
    const { states } = await exchangeProviders(serverId, crypto.randomUUID(), [news]);
    return states.get("outlook");
  };
  for (let time = 1; time < 4; time += 1) await say();
  const fourth = await say();
  expect(fourth).toMatchObject({ ceiling: 1, perMinute: 1 });
  expect(fourth?.heldFor, "a minute, its next moment").toBeLessThanOrEqual(60_000);
  expect((await say())?.heldFor, "half an hour").toBeGreaterThan(29 * 60_000);
});

test("a share that is of no use to one worker is free for the next, and nobody has to wait for who is gone", async () => {
  const serverId = crypto.randomUUID();
  const lines = [crypto.randomUUID(), crypto.randomUUID()] as const;
  for (const line of lines)
    await takeShare({ serverId, line, presence: null, maximum: 20, wants: true, held: 0, isMember: false });
  const ask = async (line: string, change: { held?: number; leaves?: boolean } = {}) => {
    const news = { provider: "google", maximum: 5, held: 0, leaves: false, successes: 0, ...change };
    const { shares } = await exchangeProviders(serverId, line, [{ ...news, troubles: [], sightings: [] }]);
    return shares.get("google");
  };
  await addSuccesses(serverId, [{ provider: "google", successes: 100, maximum: 5 }]);
  expect(await ask(lines[0])).toBe(5);
  expect(await ask(lines[1]), "nothing is free yet").toBe(0);
  expect(await ask(lines[0], { held: 5 }), "it makes room").toBe(3);
  expect(await ask(lines[1]), "but what is under way counts").toBe(0);
  expect(await ask(lines[0], { held: 3 })).toBe(3);
  expect(await ask(lines[1])).toBe(2);
  await ask(lines[0], { held: 3, leaves: true });
  expect(await ask(lines[1], { held: 2 })).toBe(5);
  await pool().query("DELETE FROM server_shares WHERE server_id = $1 AND line = $2", [serverId, lines[1]]);
  expect(await ask(lines[0])).toBe(5);
});

test("a claim takes no more for a provider than there is room, and everything for all others", async () => {
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: 25,
    recipients: [
      ...people(20, "gmail.com"),
      ...people(20, "yahoo.com"),
      ...people(20, "icloud.com"),
      ...people(20, "example.org"),
    ],
  });
  await plan(id);
  const claim = async (known: [string, number][], others: number) => {
    const claimed = await claimMessages({
      campaignId: id,
      batch: 0,
      limit: 100,
      serverId: crypto.randomUUID(),
      rooms: { known: new Map(known), others },
    });
    const counts = Map.groupBy(claimed, ({ provider }) => provider ?? "none");
    return Object.fromEntries([...counts].map(([provider, rows]) => [provider, rows.length]));
  };
  const rooms: [string, number][] = [
    ["google", 3],
    ["yahoo", 0],
  ];
  expect(await claim(rooms, 5)).toEqual({ google: 3, apple: 5, none: 20 });
  expect(await claim(rooms, 5)).toEqual({ google: 3, apple: 5 });
  expect(await expectBooksToBalance(id)).toMatchObject({ sending: 36, queued: 44 });
});

test("what is claimed for a provider with few moments is what it takes soon, and everybody else is sent to", async () => {
  const sink = await startSink();
  const actor = await makeActor();
  const { id, serverId } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: [...people(50, "gmail.com"), ...people(50, "example.org")],
    maxConnections: 10,
  });
  await pool().query(
    `INSERT INTO provider_paces (server_id, provider, concurrency, per_minute, eased_until, changed_at)
     VALUES ($1, 'google', 5, 6, now() + interval '1 hour', now())`,
    [serverId],
  );
  await plan(id);
  const job = deliverOnce(id);
  let most = 0;
  await eventually(
    async () => {
      const waiting = await database().message.count({
        where: { campaignId: id, state: "sending", provider: "google" },
      });
      most = Math.max(most, waiting);
      return sink.received.filter(({ recipient }) => recipient.endsWith("@example.org")).length === 50;
    },
    { what: "everybody else's mail" },
  );
  expect(most, "two on the way, and one that is next").toBeLessThanOrEqual(3);
  await pauseCampaign(actor, id);
  await job;
  await sink.close();
});
