import { deliverBatch } from "#lib/delivery/deliver-batch.ts";
import { partsToEnd } from "#lib/lines/running-parts.ts";
import { planBatches } from "#lib/planning/plan-batches.ts";
import { database, pool } from "#lib/platform/database.ts";
import { eventually } from "./eventually.ts";

/** Plans a launched campaign, in this process. */
export async function plan(campaignId: string): Promise<void> {
  await planBatches({ campaignId });
}

/**
 * Each batch of a campaign has one turn, in this process, all at the same time. As a job's, it is over after some seconds: who waits
 * for a server that hangs goes on in the background, and on a slow machine everybody may. For what has come of it, {@link deliverOnce}.
 */
export async function takeTurns(campaignId: string): Promise<void> {
  const { rows } = await pool().query<{ batch: number }>(
    "SELECT DISTINCT batch FROM messages WHERE campaign_id = $1 ORDER BY batch",
    [campaignId],
  );
  await Promise.all(rows.map(({ batch }) => deliverBatch({ campaignId, batch })));
}

/** Everybody who is due and may be sent to has been tried once when this is over, and nothing is under way, however slow this machine is. */
export async function deliverOnce(campaignId: string): Promise<void> {
  for (let before = await countDue(campaignId); ; ) {
    await takeTurns(campaignId);
    await partsToEnd();
    const due = await countDue(campaignId);
    if (due === 0 || due >= before) return;
    before = due;
  }
}

async function countDue(campaignId: string): Promise<number> {
  const { rows } = await pool().query<{ due: number }>(
    `SELECT count(*)::int AS due FROM messages
     WHERE campaign_id = $1 AND (state = 'queued' OR state = 'deferred' AND next_attempt_at <= now())`,
    [campaignId],
  );
  return rows[0]?.due ?? 0;
}

/** Lets the batches have turns until the campaign has come to this state. */
export async function deliverUntilState(campaignId: string, state: "finished" | "paused"): Promise<void> {
  await eventually(
    async () => {
      await deliverOnce(campaignId);
      return (await stateOf(campaignId)) === state;
    },
    { what: `the campaign to be ${state}` },
  );
}

/** Runs the batches until nothing is queued or under way, however long that takes. */
export async function deliverAll(campaignId: string): Promise<void> {
  await eventually(
    async () => {
      await deliverOnce(campaignId);
      const left = await database().message.count({
        where: { campaignId, state: { in: ["queued", "sending"] } },
      });
      return left === 0;
    },
    { what: "everything to be sent" },
  );
}

/** Lets the time pass until everything deferred is due. */
export async function makeDue(campaignId: string): Promise<void> {
  await pool().query(
    "UPDATE messages SET next_attempt_at = now() - interval '1 second' WHERE campaign_id = $1 AND state = 'deferred'",
    [campaignId],
  );
}

/** Lets the time pass until the retry window of one person closed so many hours ago; nothing was done with the campaign since. */
export async function closeRetryWindow(campaignId: string, email: string, hoursAgo: number): Promise<void> {
  await pool().query(
    `UPDATE messages SET next_attempt_at = now() - make_interval(hours => $3),
       first_attempt_at = now() - make_interval(hours => $3 + (SELECT retry_hours FROM campaigns WHERE id = $1))
     WHERE campaign_id = $1 AND email = $2 AND state = 'deferred'`,
    [campaignId, email, hoursAgo],
  );
  await pool().query("UPDATE campaigns SET updated_at = now() - make_interval(days => 30) WHERE id = $1", [
    campaignId,
  ]);
}

/** Lets the time pass until every lease of the campaign has run out. */
export async function endLeases(campaignId: string): Promise<void> {
  await pool().query(
    "UPDATE messages SET lease_until = now() - interval '1 second' WHERE campaign_id = $1 AND state = 'sending'",
    [campaignId],
  );
}

export async function stateOf(campaignId: string): Promise<string> {
  const { rows } = await pool().query<{ state: string }>("SELECT state FROM campaigns WHERE id = $1", [
    campaignId,
  ]);
  return rows[0]?.state ?? "gone";
}
