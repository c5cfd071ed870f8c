import { expect, test } from "vitest";
import { pool } from "#lib/platform/database.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import { deliverOnce, makeDue, plan, stateOf } from "#tests/support/deliver.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type SinkOptions, startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** Words that speak of our set-up, said about some recipients only. */
const refusals: Record<string, string> = {
  "relaying is denied": "554 5.7.1 Relay access denied",
  "the sender is refused": "553 5.7.1 Sender address rejected: not owned by user kurir",
  "the account is closed": "554 5.7.1 Your account has been suspended",
  "a sign-in is wanted": "530 5.7.0 Authentication required",
};

function refuse(said: string): NonNullable<SinkOptions["rule"]> {
  return ({ point, recipient }) => (point === "rcpt" && recipient.startsWith("foreign") ? said : undefined);
}

const people = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@example.org`);

for (const [what, said] of Object.entries(refusals)) {
  test.concurrent(`one recipient for whom ${what} keeps nobody else from their mail, over a single connection either`, async () => {
    const sink = await startSink({ rule: refuse(said) });
    const { id } = await makeLaunchedCampaign({
      actor: await makeActor(),
      port: sink.port,
      recipients: ["foreign@example.net", ...people(60)],
      maxConnections: 1,
    });
    await plan(id);
    await eventually(
      async () => {
        await deliverOnce(id);
        if ((await stateOf(id)) === "paused") return true;
        const { accepted, deferred } = await expectBooksToBalance(id);
        return accepted === 60 && deferred === 1;
      },
      { what: "the others to be accepted, and the one to be tried later" },
    );
    expect({ state: await stateOf(id), books: await expectBooksToBalance(id) }).toMatchObject({
      state: "sending",
      books: { accepted: 60, deferred: 1 },
    });
    await sink.close();
  });
}

test("one who is alone in a part of the campaign keeps the other parts from nothing", async () => {
  const sink = await startSink({ rule: refuse("554 5.7.1 Relay access denied") });
  const { id, listId } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: ["foreign@example.net"],
    maxConnections: 1,
  });
  await plan(id);
  // It fails alone first; only then the others' hour has come.
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await readMessage(id, "foreign@example.net")).category === "relay_denied";
    },
    { what: "it to be refused" },
  );
  await addPeople(id, listId, 20);
  await eventually(
    async () => {
      await deliverOnce(id);
      return (await stateOf(id)) === "paused" || (await expectBooksToBalance(id)).accepted === 20;
    },
    { what: "the others to be accepted" },
  );
  expect(await stateOf(id)).toBe("sending");
  await sink.close();
});

/** As a wave does whose hour comes later than that of the first. */
async function addPeople(campaignId: string, listId: string, count: number): Promise<void> {
  await pool().query(
    `WITH people AS (
       INSERT INTO contacts (workspace_id, email, updated_at)
       SELECT workspace_id, 'later' || number || '@example.org', now()
       FROM campaigns, generate_series(1, $2::int) number WHERE campaigns.id = $1
       RETURNING id, workspace_id, email
     ), subscribed AS (
       INSERT INTO subscriptions (list_id, contact_id, source) SELECT $3::uuid, id, 'hand' FROM people
     ), added AS (
       INSERT INTO messages (workspace_id, campaign_id, contact_id, email, batch)
       SELECT workspace_id, $1, id, email, 1 FROM people
     )
     UPDATE campaigns SET audience = audience + $2, queued = queued + $2 WHERE id = $1`,
    [campaignId, count, listId],
  );
}

test("a campaign in which only such recipients are left ends without a person", async () => {
  const sink = await startSink({ rule: refuse("554 5.7.1 Relay access denied") });
  const { id } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: sink.port,
    recipients: [...people(5), ...Array.from({ length: 4 }, (_, index) => `foreign${index}@example.net`)],
    maxConnections: 1,
  });
  await plan(id);
  const settle = (what: string, isSettled: (books: Record<string, number>) => boolean) =>
    eventually(
      async () => {
        await deliverOnce(id);
        return (await stateOf(id)) === "paused" || isSettled(await expectBooksToBalance(id));
      },
      { what },
    );
  await settle("the others to be tried later", ({ deferred }) => deferred === 4);
  await makeDue(id);
  await settle("them to be tried again", ({ deferred, queued }) => deferred === 4 && queued === 0);
  expect({ state: await stateOf(id), books: await expectBooksToBalance(id) }).toMatchObject({
    state: "sending",
    books: { accepted: 5, deferred: 4 },
  });
  expect((await readMessage(id, "foreign0@example.net")).category).toBe("relay_denied");
  await sink.close();
});
