import type { PoolClient } from "pg";
import type { Actor } from "#lib/accounts/actor.ts";
import { audienceSelect, planForAnySize, readAudience, type SqlPart } from "#lib/audience/audience-store.ts";
import { zoneValue } from "#lib/campaigns/recipient-zones-store.ts";
import { batchSize, type CampaignToPlan } from "#lib/planning/planning-store.ts";
import {
  keepWaves,
  placeInWaves,
  type WavePlaces,
  type WrittenWave,
} from "#lib/planning/planning-waves-store.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { batchesInWave } from "#lib/timing/campaign-wave.ts";
import { retryableCategories, type UnsentAsk, type UnsentCounts, unsentAsked } from "./unsent.ts";

/**
 * In doubt once, and a person had it sent again: whatever became of the second copy, the first may have arrived. Left in doubt and
 * then reported as bounced, it was the only copy and did not.
 */
const mayHaveHad = "(message.doubt_decided_at IS NOT NULL AND message.attempts_before IS NOT NULL)";

/**
 * Everyone of the audience as it is now who has not had the campaign, with why. The numbers on the buttons and the people who
 * are then sent to come from this text, so they cannot disagree. Nobody whose address has had it or may have had it is among
 * them, also if the contact was deleted and imported anew.
 *
 * Columns: contact_id, email, message_id, state, kind. Uses five parameters, numbered from 1.
 *
 * Plan expected: the audience's one pass, hash-joined with the campaign's rows and with those of them that count as had.
 */
function unsentPeople(campaign: CampaignToPlan): SqlPart {
  const audience = audienceSelect(campaign, 3);
  return {
    text: `
      SELECT recipient.contact_id, recipient.email, message.id AS message_id, message.state,
        CASE WHEN message.id IS NULL THEN 'new' ELSE message.state::text END AS kind
      FROM (${audience.text}) recipient
      LEFT JOIN messages message ON message.campaign_id = $1 AND message.contact_id = recipient.contact_id
      LEFT JOIN (
        SELECT DISTINCT email FROM messages message
        WHERE campaign_id = $1 AND (state NOT IN ('skipped', 'expired', 'bounced', 'cancelled') OR ${mayHaveHad})
      ) had ON had.email = recipient.email
      WHERE had.email IS NULL AND (message.id IS NULL OR NOT ${mayHaveHad} AND (message.state IN ('skipped', 'expired')
        OR message.state = 'bounced' AND message.category = ANY($2::text[])))`,
    values: [campaign.id, retryableCategories, ...audience.values],
  };
}

export async function countUnsent(campaign: CampaignToPlan): Promise<UnsentCounts> {
  const { text, values } = unsentPeople(campaign);
  const rows = await readAudience<{ kind: keyof UnsentCounts; people: number }>({
    text: `SELECT kind, count(*)::int AS people FROM (${text}) person GROUP BY kind`,
    values,
  });
  const counts: UnsentCounts = { new: 0, skipped: 0, expired: 0, bounced: 0 };
  for (const { kind, people } of rows) counts[kind] = people;
  return counts;
}

/**
 * Has a finished campaign go on with those who have not had it: who has a row is queued again (deferred and due, if tried
 * before), who has none gets one behind the last batch of their wave; events, books and who decided with them. One transaction, and exactly
 * `named` people or nobody. It waits for whoever does the same at this moment, and then finds the campaign sending.
 *
 * The campaign's row is written last and so held for the length of a commit only, also with a million people: a late verdict
 * about one of its messages would make a worker wait for it with all it sends.
 *
 * @returns how many people it would have been, or null when the campaign is not finished
 */
export async function moveUnsentToDue(
  actor: Actor,
  campaign: CampaignToPlan,
  asked: UnsentAsk,
  named: number,
): Promise<{ done: boolean; messages: number } | null> {
  let messages = 0;
  try {
    return await inTransaction(async (client) => {
      await client.query("SELECT pg_advisory_xact_lock(hashtextextended('unsent ' || $1, 0))", [campaign.id]);
      const { rows } = await client.query<{ plannedBatches: number }>(
        `SELECT planned_batches AS "plannedBatches" FROM campaigns
         WHERE id = $1 AND workspace_id = $2 AND state = 'finished'`,
        [campaign.id, actor.workspaceId],
      );
      if (!rows[0]) return null;
      await planForAnySize(client);
      const places = await placeInWaves(client, campaign, everyContact, rows[0].plannedBatches);
      const moved = await moveAndAdd(client, campaign, asked, places);
      await keepWaves(client, campaign.id, moved.waves);
      messages = moved.moved + moved.added;
      if (messages !== named || messages === 0) throw new NotAsNamed();
      // Somebody had one in doubt sent again meanwhile.
      if (!(await writeBooks(client, campaign.id, moved))) throw new NotFinished();
      await keepDecision(client, actor, campaign.id, asked, messages);
      return { done: true, messages };
    });
  } catch (error) {
    if (error instanceof NotAsNamed) return { done: false, messages };
    if (error instanceof NotFinished) return null;
    throw error;
  }
}

const everyContact = { after: 0n, upTo: 9_223_372_036_854_775_807n };

/** It came to another number than a person was shown: nothing of this transaction stays. */
class NotAsNamed extends Error {}

/** The campaign moved on meanwhile: nothing of this transaction stays. */
class NotFinished extends Error {}

/** How many rows moved from and to where, and how many were added to each wave. */
type Moved = {
  added: number;
  moved: number;
  queued: number;
  deferred: number;
  skipped: number;
  expired: number;
  bounced: number;
  waves: WrittenWave[];
};

async function moveAndAdd(
  client: PoolClient,
  campaign: CampaignToPlan,
  asked: UnsentAsk,
  places: WavePlaces,
): Promise<Moved> {
  const { text, values } = unsentPeople(campaign);
  const next = values.length;
  const { rows } = await client.query<Moved>(
    `WITH chosen AS MATERIALIZED (
       SELECT person.*, mail_domain.provider FROM (${text}) person
       LEFT JOIN mail_domains mail_domain ON mail_domain.domain = split_part(person.email, '@', -1)
       WHERE kind = ANY($${next + 1}::text[])
     ), moved AS (
       UPDATE messages message SET
         state = CASE WHEN message.attempts = 0 THEN 'queued' ELSE 'deferred' END::"MessageState",
         next_attempt_at = CASE WHEN message.attempts > 0 THEN now() END,
         email = chosen.email, provider = chosen.provider, first_attempt_at = NULL, finished_at = NULL, accepted_at = NULL, dot_sent_at = NULL,
         attempts_before = nullif(message.attempts, 0), doubt_decided_at = NULL, doubt_decided_by = NULL,
         leased_by = NULL, lease_until = NULL, skip_reason = NULL,
         reply_code = NULL, enhanced_code = NULL, reply_text = NULL, category = NULL
       FROM chosen WHERE message.campaign_id = $1 AND message.id = chosen.message_id AND message.state = chosen.state
       RETURNING message.id, message.contact_id, message.attempts, message.state, chosen.state AS came_from
     ), zone AS (
       SELECT contacts.id AS contact_id, given.wave, given.first_batch
       FROM contacts JOIN unnest($${next + 4}::text[], $${next + 5}::int[], $${next + 6}::int[]) AS given (value, wave, first_batch)
         ON given.value = ${zoneValue}
       WHERE workspace_id = $${next + 2}::uuid AND contacts.id IN (SELECT contact_id FROM chosen WHERE message_id IS NULL)
     ), newcomer AS (
       SELECT chosen.contact_id, email, provider, coalesce(zone.wave, $${next + 7}::int) AS wave,
         coalesce(zone.first_batch, $${next + 8}::int) AS first_batch
       FROM chosen LEFT JOIN zone ON zone.contact_id = chosen.contact_id WHERE message_id IS NULL
     ), added AS (
       INSERT INTO messages (workspace_id, campaign_id, contact_id, email, provider, batch)
       SELECT $${next + 2}::uuid, $1, contact_id, email, provider,
         first_batch + (row_number() OVER (PARTITION BY wave ORDER BY contact_id) - 1) / $${next + 3}::int
       FROM newcomer ORDER BY contact_id
       ON CONFLICT (campaign_id, contact_id) DO NOTHING RETURNING batch
     ), wave AS (
       SELECT batch / $${next + 9}::int AS wave, count(*)::int AS rows, max(batch) + 1 AS end_batch FROM added GROUP BY 1
     ), noted AS (
       INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt)
       SELECT $${next + 2}::uuid, $1, id, contact_id, 'requeued', attempts FROM moved
     )
     SELECT (SELECT count(*)::int FROM added) AS added, count(*)::int AS moved,
       count(*) FILTER (WHERE state = 'queued')::int AS queued,
       count(*) FILTER (WHERE state = 'deferred')::int AS deferred,
       count(*) FILTER (WHERE came_from = 'skipped')::int AS skipped,
       count(*) FILTER (WHERE came_from = 'expired')::int AS expired,
       count(*) FILTER (WHERE came_from = 'bounced')::int AS bounced, (
         SELECT coalesce(jsonb_agg(jsonb_build_object('wave', wave, 'rows', rows, 'endBatch', end_batch)), '[]') FROM wave
       ) AS waves FROM moved`,
    [
      ...values,
      unsentAsked[asked],
      campaign.workspaceId,
      batchSize,
      places.values,
      places.waves,
      places.firstBatches,
      places.other.wave,
      places.other.firstBatch,
      batchesInWave,
    ],
  );
  const [moved] = rows;
  if (!moved) throw new Error("an aggregate has one row");
  return moved;
}

/** @returns false when the campaign is not finished any more */
async function writeBooks(client: PoolClient, campaignId: string, moved: Moved): Promise<boolean> {
  const { added, queued, deferred, skipped, expired, bounced, waves } = moved;
  const { rowCount } = await client.query(
    `UPDATE campaigns SET state = 'sending', finished_at = NULL, pause_reason = NULL, updated_at = now(),
       -- Whoever joined since may be at a domain that nobody has asked about.
       providers_learned_at = NULL, audience = audience + $2, queued = queued + $3, deferred = deferred + $4,
       skipped = skipped - $5, expired = expired - $6, bounced = bounced - $7, planned_batches = coalesce($8, planned_batches)
     WHERE id = $1 AND state = 'finished'`,
    [
      campaignId,
      added,
      queued + added,
      deferred,
      skipped,
      expired,
      bounced,
      waves.find(({ wave }) => wave === 0)?.endBatch ?? null,
    ],
  );
  return rowCount === 1;
}

async function keepDecision(
  client: PoolClient,
  { workspaceId, userId }: Actor,
  campaignId: string,
  asked: UnsentAsk,
  messages: number,
): Promise<void> {
  await client.query(
    `INSERT INTO campaign_decisions (id, workspace_id, campaign_id, kind, messages, decided_by)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5)`,
    [workspaceId, campaignId, asked, messages, userId],
  );
}
