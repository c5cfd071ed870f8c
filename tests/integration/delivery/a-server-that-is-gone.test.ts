import { expect, test } from "vitest";
import { claimMessages } from "#lib/ledger/claim-store.ts";
import { database, pool } from "#lib/platform/database.ts";
import { sweepDeliveries } from "#lib/sweeps/sweep-deliveries.ts";
import { answerAt } from "#tests/support/answer-at.ts";
import { expectBooksToBalance } from "#tests/support/books.ts";
import { makeLaunchedCampaign, readMessage } from "#tests/support/campaign.ts";
import {
  closeRetryWindow,
  deliverAll,
  deliverOnce,
  deliverUntilState,
  makeDue,
  plan,
  stateOf,
} from "#tests/support/deliver.ts";
import { makeRefusedCampaign } from "#tests/support/refused-campaign.ts";
import { startSink } from "#tests/support/smtp-sink.ts";
import { makeActor } from "#tests/support/workspace.ts";

/** Lets the time pass until everything deferred has been due for so long. */
async function letWait(campaignId: string, minutes: number): Promise<void> {
  await pool().query(
    `UPDATE messages SET next_attempt_at = now() - make_interval(mins => $2) WHERE campaign_id = $1 AND state = 'deferred'`,
    [campaignId, minutes],
  );
}

test("who was greylisted by a server that is gone goes through another after half an hour, and not before", async () => {
  const gone = await startSink({
    rule: answerAt("rcpt", "451 4.7.1 Greylisted, try again in 300 seconds"),
  });
  const other = await startSink();
  const { id, serverId, otherIds } = await makeLaunchedCampaign({
    actor: await makeActor(),
    port: gone.port,
    recipients: 40,
    maxConnections: 2,
    others: [{ port: other.port }],
  });
  await plan(id);
  await deliverAll(id);
  const { deferred } = await expectBooksToBalance(id);
  expect(deferred).toBeGreaterThan(0);
  await gone.close();

  await letWait(id, 25);
  const claim = {
    campaignId: id,
    batch: 0,
    limit: 100,
    serverId: otherIds[0] ?? "",
    otherServerIds: [serverId],
  };
  expect(await claimMessages(claim)).toEqual([]);

  await letWait(id, 31);
  await deliverUntilState(id, "finished");
  expect(await expectBooksToBalance(id)).toMatchObject({ accepted: 40, deferred: 0 });
  await other.close();
});

test("who could not be tried again within a day after the retry window closed expires, and the campaign ends", async () => {
  const { sink, id } = await makeRefusedCampaign({
    reply: "452 4.2.2 mailbox full",
    recipients: 3,
    retryHours: 1,
  });
  await deliverOnce(id);
  await closeRetryWindow(id, "person1@example.org", 25);
  await closeRetryWindow(id, "person2@example.org", 23);

  await Promise.all([sweepDeliveries(), sweepDeliveries()]);
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 1, deferred: 2 });
  expect(await readMessage(id, "person1@example.org")).toMatchObject({
    state: "expired",
    attempts: 1,
    category: "mailbox_full",
    nextAttemptAt: null,
    finishedAt: expect.any(Date),
  });
  const events = await database().deliveryEvent.findMany({ where: { campaignId: id, kind: "expired" } });
  expect(events).toMatchObject([{ attempt: 1, category: null, replyCode: null, stage: null }]);
  // Nobody has said no for good: the last attempt of the second is still made.
  sink.setRule(undefined);
  await makeDue(id);
  await deliverOnce(id);
  expect(await expectBooksToBalance(id)).toMatchObject({ expired: 1, accepted: 2 });
  expect(await stateOf(id)).toBe("finished");
  await sink.close();
});
