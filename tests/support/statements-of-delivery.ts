import { claimMessages } from "#lib/ledger/claim-store.ts";
import { writeLedger } from "#lib/ledger/ledger-store.ts";
import type { Verdict } from "#lib/ledger/verdict.ts";
import { pool } from "#lib/platform/database.ts";
import { findForgottenWaves, moveToExpired } from "#lib/sweeps/expire-store.ts";
import { findDueBatches, findNextBatches, takeBackExpired } from "#lib/sweeps/sweep-store.ts";
import { eventually } from "./eventually.ts";
import type { StatementPlans } from "./statement-plans.ts";

export const deliveryStatements = [
  "claim",
  "claimToTry",
  "mark",
  "record",
  "takeBack",
  "findDue",
  "findNext",
  "expire",
] as const;
type DeliveryStatement = (typeof deliveryStatements)[number];

const accepted: Verdict = {
  to: "accepted",
  stage: "dot",
  replyCode: 250,
  enhancedCode: "2.0.0",
  replyText: "OK",
  category: null,
};

/** A campaign that is sending, with so many queued recipients in batches of 500 and every tenth of them deferred. */
export async function fillCampaign(workspaceId: string, userId: string, queued: number): Promise<string> {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO campaigns (id, workspace_id, created_by, name, state, planned_at, updated_at, audience, queued)
     VALUES (gen_random_uuid(), $1, $2, 'Plans', 'sending', now(), now(), $3, $3) RETURNING id`,
    [workspaceId, userId, queued],
  );
  const id = rows[0]?.id ?? "";
  await fillMessages(workspaceId, id, 1, queued, "queued");
  await pool().query(
    `UPDATE messages SET state = 'deferred', attempts = 1, first_attempt_at = now(), next_attempt_at = now() - interval '1 second'
     WHERE campaign_id = $1 AND contact_id % 10 = 0`,
    [id],
  );
  await pool().query(
    `UPDATE campaigns SET queued = queued - moved, deferred = moved
     FROM (SELECT count(*)::int AS moved FROM messages WHERE campaign_id = $1 AND state = 'deferred') deferred WHERE id = $1`,
    [id],
  );
  return id;
}

/** Rows of a campaign for the contacts `from` to `to`, without counting them in its books. */
export async function fillMessages(
  workspaceId: string,
  campaignId: string,
  from: number,
  to: number,
  state: "queued" | "accepted",
): Promise<void> {
  await pool().query(
    `INSERT INTO messages (workspace_id, campaign_id, contact_id, email, batch, state, attempts, accepted_at, finished_at)
     SELECT $1, $2, number, 'person' || number || '@example.org', (number - 1) / 500, $5::text::"MessageState",
       CASE WHEN $5 = 'queued' THEN 0 ELSE 1 END, CASE WHEN $5 = 'accepted' THEN now() END, CASE WHEN $5 = 'accepted' THEN now() END
     FROM generate_series($3::int, $4::int) number`,
    [workspaceId, campaignId, from, to, state],
  );
}

/**
 * Vacuums and analyses the messages, and lets nobody do so to any table from now on: while autovacuum samples a table, whichever
 * it is, its snapshot keeps every statement from using the room of dead rows, and the same mark touches half as many pages more.
 */
export async function settleMessages(): Promise<void> {
  await pool().query(
    `DO $$ DECLARE each regclass; BEGIN
       FOR each IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
         EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', each);
       END LOOP; END $$`,
  );
  await pool().query("VACUUM (ANALYZE) messages");
}

/**
 * Takes a hundred messages through claim, mark, record and take-back, and looks for what is due: how each was carried out, with the
 * fewest pages of three goes. A transaction that writes while a go lasts, be it in another database (a test file that makes its own is such
 * a one), keeps the room of dead rows from being used, and a mark that finds no room on its page touches twice as many.
 *
 * @param firstBatch it and the five after it are used up
 */
export async function explainDelivery(
  plansOf: (work: () => Promise<unknown>) => Promise<StatementPlans>,
  campaign: { id: string; workspaceId: string },
  firstBatch: number,
): Promise<Record<DeliveryStatement, StatementPlans>> {
  const goes: Record<DeliveryStatement, StatementPlans>[] = [];
  for (const batch of [firstBatch, firstBatch + 2, firstBatch + 4]) {
    await eventually(async () => (await othersThatWrite()) === 0, { what: "nobody else writes" });
    goes.push(await explainGo(plansOf, campaign, batch));
  }
  const together = (statement: DeliveryStatement): StatementPlans => {
    const plans = goes.map((go) => go[statement]);
    return {
      indexes: [...new Set(plans.flatMap(({ indexes }) => indexes))].sort(),
      readWhole: [...new Set(plans.flatMap(({ readWhole }) => readWhole))].sort(),
      pages: Math.min(...plans.map(({ pages }) => pages)),
    };
  };
  return Object.fromEntries(deliveryStatements.map((each) => [each, together(each)])) as Record<
    DeliveryStatement,
    StatementPlans
  >;
}

/** Transactions under way on the whole server that have written something. */
async function othersThatWrite(): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()",
  );
  return rows[0]?.count ?? 0;
}

async function explainGo(
  plansOf: (work: () => Promise<unknown>) => Promise<StatementPlans>,
  campaign: { id: string; workspaceId: string },
  batch: number,
): Promise<Record<DeliveryStatement, StatementPlans>> {
  const serverId = crypto.randomUUID();
  const part = { campaignId: campaign.id, limit: 100, serverId };
  let claimed: Awaited<ReturnType<typeof claimMessages>> = [];
  const claim = await plansOf(async () => {
    claimed = await claimMessages({ ...part, batch });
  });
  const claimToTry = await plansOf(() =>
    claimMessages({ ...part, batch: batch + 1, limit: 1, isProbe: true }),
  );
  const mark = await plansOf(() =>
    writeLedger(
      [],
      claimed.map((message) => ({ campaign, message })),
    ),
  );
  const record = await plansOf(() =>
    writeLedger(
      claimed.map((message) => ({ campaign, message, verdict: accepted })),
      [],
    ),
  );
  await claimMessages({ ...part, batch: batch + 1 });
  await pool().query(
    "UPDATE messages SET lease_until = now() - interval '1 second' WHERE campaign_id = $1 AND state = 'sending'",
    [campaign.id],
  );
  const takeBack = await plansOf(() => takeBackExpired(campaign.id, 2_000));
  const findDue = await plansOf(() => findDueBatches(campaign.id, 64));
  const findNext = await plansOf(() => findNextBatches(campaign.id, 32, { from: 3, to: 1_000_000 }));
  const expire = await plansOf(async () => {
    await findForgottenWaves(campaign.id);
    await moveToExpired(campaign.id, { wave: 0, dueSeconds: 86_400, limit: 2_000 });
  });
  return { claim, claimToTry, mark, record, takeBack, findDue, findNext, expire };
}
