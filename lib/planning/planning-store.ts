import type { PoolClient } from "pg";
import { audienceSelect, findSliceEnd, planForAnySize } from "#lib/audience/audience-store.ts";
import { zoneValue } from "#lib/campaigns/recipient-zones-store.ts";
import type { CampaignPriority } from "#lib/drafts/campaign-draft.ts";
import { database } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { batchesInWave } from "#lib/timing/campaign-wave.ts";
import type { WindowFields } from "#lib/timing/send-window.ts";
import { keepWaves, placeInWaves, type WavePlaces, type WrittenWave } from "./planning-waves-store.ts";

/** The unit of a job. Fewer would be more jobs than work, more would be long to repeat. */
export const batchSize = 500;

export type CampaignToPlan = {
  id: string;
  workspaceId: string;
  state: string;
  subject: string;
  preheader: string;
  mjml: string;
  text: string | null;
  senderId: string | null;
  trackOpens: boolean;
  trackClicks: boolean;
  includeListIds: string[];
  excludeListIds: string[];
  /** Recipients up to this contact are written; null: none yet. */
  plannedTo: bigint | null;
  plannedAt: Date | null;
  priority: CampaignPriority;
  recipientTime: boolean;
  scheduledAt: Date | null;
  launchedAt: Date | null;
} & WindowFields;

/** What every mail of the campaign will be made from. */
export type PlannedContent = {
  subject: string;
  html: string;
  text: string;
  fromName: string;
  fromEmail: string;
  replyTo: string | null;
  links: string[];
};

export async function findCampaignToPlan(id: string): Promise<CampaignToPlan | null> {
  const row = await database().campaign.findUnique({ where: { id }, include: { lists: true } });
  if (!row) return null;
  const listIds = (mode: "include" | "exclude") =>
    row.lists.filter((list) => list.mode === mode).map(({ listId }) => listId);
  return { ...row, includeListIds: listIds("include"), excludeListIds: listIds("exclude") };
}

export type PlannedSlice = {
  plannedTo: bigint;
  isLast: boolean;
  /** Its batches that wait for nothing are numbered from here to before `endBatch`. */
  firstBatch: number;
  endBatch: number;
};

const noContactYet = 0n;
const everyContact = 9_223_372_036_854_775_807n;

/**
 * Writes the next slice of a campaign's recipients as rows, in the order of their contacts' ids, with the books and how far it
 * has come: one transaction, so that a planner killed anywhere leaves a slice or nothing of it, and the next goes on after it.
 * The first slice takes the content along and lets the campaign send; so the first mail waits for that slice and not for all.
 * Who has a row keeps it. Contacts who are added from the first slice on are not written: an address that was deleted and comes back
 * has another id, and would get a second mail. Cancelling ends the writing; a pause does not, as nothing is sent by it.
 *
 * By its recipients' own clocks, each goes into a batch of its wave, so that batches become due as a whole.
 *
 * Plan expected: ranges of the primary keys of subscriptions and contacts, hash joins within the slice, and an insert into five
 * indexes; a slice costs the same wherever it lies. The campaign's row, which every claim moves, is written last and so held for
 * the length of a commit only.
 *
 * @returns null when the campaign is not planned any more, or by somebody else at this moment
 */
export async function writeSlice(
  campaign: CampaignToPlan,
  size: number,
  content: PlannedContent | null,
): Promise<PlannedSlice | null> {
  try {
    return await inTransaction(async (client) => {
      const start = await takeStart(client, campaign.id);
      if (start === null || (start.plannedTo === null) !== (content !== null)) throw new NotMine();
      if (content) await writeContent(client, campaign.id, content);
      await planForAnySize(client);
      const after = start.plannedTo ?? noContactYet;
      const end = await findSliceEnd(client, campaign, after, size);
      const isLast = end === null || end >= start.lastContact;
      const upTo = isLast ? start.lastContact : end;
      const range = { after, upTo };
      const places = await placeInWaves(client, campaign, range, start.plannedBatches);
      const waves = await writeRows(client, campaign, range, places);
      await keepWaves(client, campaign.id, waves);
      const written = waves.reduce((sum, { rows }) => sum + rows, 0);
      const slice = {
        plannedTo: upTo,
        isLast,
        firstBatch: start.plannedBatches,
        endBatch: waves.find(({ wave }) => wave === 0)?.endBatch ?? start.plannedBatches,
      };
      if (!(await writeBooks(client, campaign.id, slice, written, start.lastContact))) throw new NotMine();
      return slice;
    });
  } catch (error) {
    if (error instanceof NotMine) return null;
    throw error;
  }
}

/** What this transaction has done must not stay: the campaign moved on, or another planner is at it. */
class NotMine extends Error {}

type Start = { plannedTo: bigint | null; plannedBatches: number; lastContact: bigint };

/**
 * How far the writing has come and has to go; null when another planner is at it. Two at once would wait for each other at every
 * row. Plan expected: the end of the contacts' primary key.
 */
async function takeStart(client: PoolClient, campaignId: string): Promise<Start | null> {
  const { rows: locks } = await client.query<{ mine: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended('plan ' || $1, 0)) AS mine",
    [campaignId],
  );
  if (!locks[0]?.mine) return null;
  const { rows } = await client.query<Start>(
    `SELECT planned_to AS "plannedTo", planned_batches AS "plannedBatches",
       coalesce(CASE WHEN planned_to IS NULL THEN (SELECT max(id) FROM contacts) ELSE last_contact END, $2::bigint) AS "lastContact"
     FROM campaigns WHERE id = $1 AND planned_at IS NULL`,
    [campaignId, everyContact],
  );
  return rows[0] ?? null;
}

async function writeContent(client: PoolClient, campaignId: string, content: PlannedContent): Promise<void> {
  const { subject, html, text, fromName, fromEmail, replyTo, links } = content;
  await client.query(
    `INSERT INTO campaign_contents (campaign_id, subject, html, text, from_name, from_email, reply_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (campaign_id) DO UPDATE SET subject = excluded.subject, html = excluded.html, text = excluded.text,
       from_name = excluded.from_name, from_email = excluded.from_email, reply_to = excluded.reply_to, created_at = now()`,
    [campaignId, subject, html, text, fromName, fromEmail, replyTo],
  );
  await client.query(
    `INSERT INTO links (campaign_id, position, url)
     SELECT $1, given.position - 1, given.url FROM unnest($2::text[]) WITH ORDINALITY AS given (url, position)
     ON CONFLICT (campaign_id, position) DO UPDATE SET url = excluded.url`,
    [campaignId, links],
  );
}

/** @returns how many rows each wave got, and the number after its last batch */
async function writeRows(
  client: PoolClient,
  campaign: CampaignToPlan,
  range: { after: bigint; upTo: bigint },
  { values, waves, firstBatches, other }: WavePlaces,
): Promise<WrittenWave[]> {
  // A list that is archived while slices are written keeps its people: the audience is whom it was when Send was pressed.
  const audience = audienceSelect({ ...campaign, asOf: campaign.launchedAt }, 10, range);
  const zones =
    values.length === 0
      ? "(SELECT NULL::bigint AS contact_id, 0 AS wave, 0 AS first_batch WHERE false)"
      : `(SELECT contacts.id AS contact_id, given.wave, given.first_batch
          FROM contacts JOIN unnest($4::text[], $5::int[], $6::int[]) AS given (value, wave, first_batch) ON given.value = ${zoneValue}
          WHERE workspace_id = $1 AND contacts.id > $${10 + 4}::bigint AND contacts.id <= $${10 + 5}::bigint)`;
  const { rows } = await client.query<WrittenWave>(
    `WITH given AS (SELECT $4::text[], $5::int[], $6::int[]),
     recipient AS (
       SELECT person.contact_id, person.email, mail_domain.provider, coalesce(zone.wave, $7::int) AS wave,
         coalesce(zone.first_batch, $8::int) AS first_batch
       FROM (${audience.text}) person LEFT JOIN ${zones} zone ON zone.contact_id = person.contact_id
       LEFT JOIN mail_domains mail_domain ON mail_domain.domain = split_part(person.email, '@', -1)
     ), written AS (
       INSERT INTO messages (workspace_id, campaign_id, contact_id, email, provider, batch)
       SELECT $1::uuid, $2::uuid, contact_id, email, provider,
         first_batch + (row_number() OVER (PARTITION BY wave ORDER BY contact_id) - 1) / $3::int
       FROM recipient ORDER BY contact_id
       ON CONFLICT (campaign_id, contact_id) DO NOTHING RETURNING batch
     )
     SELECT batch / $9::int AS wave, count(*)::int AS rows, max(batch) + 1 AS "endBatch" FROM written GROUP BY 1`,
    [
      campaign.workspaceId,
      campaign.id,
      batchSize,
      values,
      waves,
      firstBatches,
      other.wave,
      other.firstBatch,
      batchesInWave,
      ...audience.values,
    ],
  );
  return rows;
}

/** False when the campaign is not where a slice may be added: only the first one comes while it is planning. */
async function writeBooks(
  client: PoolClient,
  campaignId: string,
  slice: PlannedSlice,
  written: number,
  lastContact: bigint,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE campaigns SET audience = audience + $2, queued = queued + $2,
       state = CASE WHEN state = 'planning' THEN 'sending' ELSE state END,
       planned_to = $3, planned_batches = $4, last_contact = $6, planned_at = CASE WHEN $5 THEN now() END, updated_at = now()
     WHERE id = $1 AND CASE WHEN planned_to IS NULL THEN state = 'planning' ELSE state IN ('sending', 'paused') END`,
    [campaignId, written, slice.plannedTo, slice.endBatch, slice.isLast, lastContact],
  );
  return rowCount === 1;
}
