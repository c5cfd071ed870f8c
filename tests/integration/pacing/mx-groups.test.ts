import { afterEach, beforeEach, expect, test } from "vitest";
import { readSendingLines } from "#lib/delivery/read-sending-lines.ts";
import { claimMessages } from "#lib/ledger/claim-store.ts";
import { closeIdleLines } from "#lib/lines/sending-line.ts";
import { database, pool } from "#lib/platform/database.ts";
import { learnProviders } from "#lib/providers/learn-providers.ts";
import { addSuccesses, addTrouble, readProviderStates } from "#lib/providers/provider-store.ts";
import { forgetOldCounts } from "#lib/sweeps/forget-old-counts.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign } from "#tests/support/campaign.ts";
import { deliverOnce, makeDue, plan, takeTurns } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openFullestWindow } from "#tests/support/fullest-window.ts";
import { type SinkAction, type SinkMoment, type SmtpSink, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

const hoster = "mx:dewaweb.com";

const people = (count: number, domain: string) =>
  Array.from({ length: count }, (_, index) => `person${index}@${domain}`);

/** Sixty recipients at twelve domains of one hoster: few at each, and together enough for a pace. */
const hosted = Array.from({ length: 12 }, (_, shop) => people(5, `shop${shop}.example`)).flat();
const isHosted = (recipient: string) => /@shop\d+\.example>?$/.test(recipient);

const nameServer = async (domain: string) =>
  domain.startsWith("shop") ? [`mx${domain.length % 3}.id.dewaweb.com`] : [`mail.${domain}`];

/** Of a mail exchanger that bears its domain's own name. */
const addressOf = async () => null;

let sink: SmtpSink;
let rule: (moment: SinkMoment) => SinkAction;

beforeEach(async () => {
  await pool().query("DELETE FROM mail_domains WHERE expires_at IS NOT NULL");
  rule = () => undefined;
  sink = await startSink({ rule: (moment) => rule(moment) });
});
afterEach(() => sink.close());

async function begin(recipients: string[], lookUp = nameServer) {
  const actor = await makeActor();
  const made = await makeLaunchedCampaign({ actor, port: sink.port, recipients, maxConnections: 30 });
  await plan(made.id);
  await learnProviders({ campaignId: made.id }, lookUp, addressOf);
  return { actor, ...made };
}

async function providersOf(campaignId: string): Promise<Record<string, number>> {
  const { rows } = await pool().query(
    "SELECT coalesce(provider, 'none') AS provider, count(*)::int AS count FROM messages WHERE campaign_id = $1 GROUP BY 1",
    [campaignId],
  );
  return Object.fromEntries(rows.map(({ provider, count }) => [provider, count]));
}

const stateOf = async (serverId: string) =>
  (await readProviderStates(serverId)).find(({ provider }) => provider === hoster);

/** Delivers until so many have arrived of those meant. */
async function deliverUntil(id: string, count: number, isMeant = (_: string) => true): Promise<void> {
  const arrived = () => sink.received.filter(({ recipient }) => isMeant(recipient)).length;
  await eventually(
    async () => {
      await takeTurns(id);
      return arrived() >= count;
    },
    { what: `${count} mails` },
  );
}

test("all domains of one hoster are one group, and one with few recipients has no pace", async () => {
  const { id } = await begin([...hosted, ...people(49, "small.example"), ...people(5, "gmail.com")]);
  expect(await providersOf(id)).toEqual({ [hoster]: 60, google: 5, none: 49 });

  const { id: next } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: [
      ...people(3, "shop1.example"),
      ...people(1, "shop99.example"),
      ...people(60, "small.example"),
    ],
  });
  await plan(next);
  expect(await providersOf(next), "from the first mail on, wherever it was crowded").toEqual({
    [hoster]: 3,
    none: 61,
  });
  await learnProviders({ campaignId: next }, nameServer, addressOf);
  expect(await providersOf(next)).toEqual({ [hoster]: 3, "mx:small.example": 60, none: 1 });
});

test("small companies on one server of a hoster, each with a mail exchanger of its own name, have a pace together", async () => {
  const asked: string[] = [];
  const shops = Array.from({ length: 20 }, (_, shop) => `toko${shop}-kopi.web.id`);
  const mailExchanger = async (domain: string) => {
    asked.push(domain);
    // cPanel's default is the domain itself; others name a host in it.
    return domain.startsWith("toko1") ? [domain] : [`mail.${domain}`];
  };
  const address = async (host: string) => {
    asked.push(host);
    return host.startsWith("mail.alone") ? "192.0.2.8" : "192.0.2.7";
  };
  const recipients = [...shops.flatMap((domain) => people(3, domain)), ...people(60, "alone.example")];
  const { id: campaignId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients,
  });
  await plan(campaignId);
  await learnProviders({ campaignId }, mailExchanger, address);
  expect(await providersOf(campaignId)).toEqual({ "mx:192.0.2.7": 60, "mx:alone.example": 60 });
  expect(asked).toHaveLength(2 * 21);
  await learnProviders({ campaignId }, mailExchanger, address);
  expect(asked, "once a week").toHaveLength(2 * 21);
});

test("learning leaves what is under way as it is, and goes through all slices of the rest", async () => {
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: Array.from({ length: 20 }, (_, shop) => people(150, `shop${shop}.example`)).flat(),
  });
  await plan(id);
  const claimed = await claimMessages({ campaignId: id, batch: 0, limit: 40, serverId: crypto.randomUUID() });
  const versions = async () => {
    const { rows } = await pool().query(
      "SELECT id, xmin::text FROM messages WHERE campaign_id = $1 AND state = 'sending' ORDER BY id",
      [id],
    );
    return rows;
  };
  const before = await versions();
  await learnProviders({ campaignId: id }, nameServer, addressOf);
  expect(await versions()).toEqual(before);
  expect(await providersOf(id)).toEqual({ none: claimed.length, [hoster]: 3_000 - claimed.length });
});

test("a server that is a relay, which paces by itself, asks for nothing", async () => {
  const actor = await makeActor();
  const { id } = await makeLaunchedCampaign({
    actor,
    port: sink.port,
    recipients: hosted,
    server: { paceProviders: false },
  });
  await plan(id);
  await learnProviders({ campaignId: id }, () => Promise.reject(new Error("nobody paces, nobody asks")));
  expect(await providersOf(id)).toEqual({ none: 60 });
});

test("a group begins with two messages at a time and grows to no more than ten, over all its domains", async () => {
  const open = new Set<number>();
  const seen = { mostAtFirst: 0, most: 0 };
  const { promise: until, resolve: answer } = Promise.withResolvers<void>();
  rule = ({ point, session }) => {
    if (point === "mail") open.add(session);
    seen.most = Math.max(seen.most, open.size);
    if (sink.received.length < 2) seen.mostAtFirst = seen.most;
    if (point === "answered") open.delete(session);
    if (point !== "dot") return undefined;
    // No answer before the second has come, and time for a third to come with it.
    if (open.size >= 2) setTimeout(answer, 500);
    if (sink.received.length === 0) return { do: "hold", until };
    // Slower at first than they come on any machine: how many are under way is what is allowed.
    return { do: "wait", milliseconds: seen.most > 5 ? 30 : 500 };
  };
  const { id, serverId } = await begin(
    Array.from({ length: 12 }, (_, shop) => people(50, `shop${shop}.example`)).flat(),
  );
  await deliverUntil(id, 600);
  expect(seen.mostAtFirst).toBe(2);
  expect(seen.most).toBeGreaterThan(5);
  expect(seen.most).toBeLessThanOrEqual(10);
  await eventually(async () => (await stateOf(serverId))?.concurrency === 10, { what: "it to be told" });
});

test("words about the rate slow a group to one a minute, across a restart, and nobody else; after that it recovers", async () => {
  rule = ({ point, command }) =>
    point === "rcpt" && isHosted(command)
      ? "421 4.7.0 Too many messages from 192.0.2.10, slow down"
      : undefined;
  const { id, serverId, actor } = await begin([
    ...hosted,
    ...people(100, "example.org"),
    ...people(60, "other.example"),
  ]);
  await deliverUntil(id, 160);
  await eventually(async () => (await stateOf(serverId))?.perMinute === 1, { what: "its words to be known" });
  const said = await stateOf(serverId);
  expect(said).toMatchObject({ ceiling: 1 });
  expect(said?.heldFor).toBeGreaterThan(0);
  const { rows } = await pool().query(
    "SELECT extract(epoch FROM eased_until - now()) / 60 AS minutes FROM provider_paces WHERE server_id = $1 AND provider = $2",
    [serverId, hoster],
  );
  expect(Number(rows[0].minutes)).toBeGreaterThan(85);
  const [line] = await readSendingLines(actor, id);
  expect(line?.providers.find(({ provider }) => provider === hoster)).toMatchObject({
    name: "dewaweb.com",
    wait: { key: "held" },
  });

  // As a restart, an hour later: it takes mail again, and still wants one a minute.
  const inAMinute = openFullestWindow(60_000);
  rule = ({ point, command }) => {
    if (point === "rcpt" && isHosted(command)) inAMinute.note();
    return undefined;
  };
  await closeIdleLines();
  await pool().query(
    "UPDATE provider_paces SET not_before = now() - interval '1 second' WHERE server_id = $1",
    [serverId],
  );
  await makeDue(id);
  await deliverUntil(id, 161);
  for (let round = 0; round < 3; round += 1) await takeTurns(id);
  expect(inAMinute.most()).toBe(1);
  expect(
    await database().message.count({ where: { campaignId: id, state: "sending" } }),
    "the next, and one after it",
  ).toBeLessThanOrEqual(2);

  await closeIdleLines();
  await pool().query(
    "UPDATE provider_paces SET eased_until = now() - interval '1 second' WHERE server_id = $1",
    [serverId],
  );
  await deliverUntil(id, 220);
  await eventually(async () => (await expectBooksToBalance(id)).accepted === 220, {
    what: "all to be written down",
  });
  await eventually(async () => ((await stateOf(serverId))?.concurrency ?? 0) > 2, { what: "it to be told" });
  expect(await stateOf(serverId)).toMatchObject({ perMinute: null, failures: 0 });
});

test.each([
  "451 4.7.1 Greylisted, please try again in 300 seconds",
  "421 4.7.0 Try again later",
  "421 4.7.0 Greylisted, try again later",
])("one recipient's greylisting slows nobody: %s", async (reply) => {
  rule = ({ point, command }) => (point === "rcpt" && command.includes("person0@") ? reply : undefined);
  const { id, serverId } = await begin(hosted);
  await deliverUntil(id, 48);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 48, deferred: 12 });
  await eventually(async () => (await stateOf(serverId)) !== undefined, { what: "what it took to be told" });
  expect(await stateOf(serverId)).toMatchObject({ failures: 0, perMinute: null });
});

test("messages of a group that is crowded no more are sent as any others", async () => {
  const { id } = await begin(hosted);
  await pool().query("UPDATE mail_domains SET expires_at = now() - interval '1 second' WHERE mx_group = $1", [
    hoster,
  ]);
  const { id: next } = await begin(people(2, "shop1.example"));
  expect(await providersOf(next), "planned with what was known before it was asked anew").toEqual({
    [hoster]: 2,
  });
  const { id: last } = await begin(people(2, "shop1.example"));
  expect(await providersOf(last)).toEqual({ none: 2 });
  for (const campaign of [next, last]) await deliverOnce(campaign);
  await deliverUntil(id, 64);
});

test("how a group took mail is forgotten after a month without any, and that of a provider with a rule is not", async () => {
  const serverId = crypto.randomUUID();
  const names = [hoster, "mx:other.example", "google"];
  await addSuccesses(
    serverId,
    names.map((provider) => ({ provider, successes: 30, maximum: 5 })),
  );
  expect((await readProviderStates(serverId)).map(({ concurrency }) => concurrency)).toEqual([5, 5, 5]);
  await addTrouble(serverId, hoster, { suspendSeconds: null, slow: null, reason: "421" }, 1);
  await pool().query(
    "UPDATE provider_paces SET changed_at = now() - interval '31 days' WHERE server_id = $1 AND provider <> 'mx:other.example'",
    [serverId],
  );
  await forgetOldCounts();
  expect((await readProviderStates(serverId)).map(({ provider }) => provider).sort()).toEqual([
    "google",
    "mx:other.example",
  ]);
});
