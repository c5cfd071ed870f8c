import type { PoolClient } from "pg";
import { byKeyPool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { type Blamed, suppressBlamed } from "./blame-store.ts";
import type { ClaimedMessage } from "./claim-store.ts";
import type { Verdict } from "./verdict.ts";

export type JudgedMessage = { message: ClaimedMessage; verdict: Verdict };

/**
 * Records what became of claimed messages of one campaign: rows, events, books and suppressed contacts in one transaction.
 * A row moves only if it is still this claim's. One that was given up as in doubt meanwhile moves too: the reply, late as it
 * is, is the evidence that was missing.
 *
 * @returns how many rows moved; the others had been taken over
 */
export async function recordVerdicts(
  campaign: { id: string; workspaceId: string },
  judged: JudgedMessage[],
): Promise<number> {
  const blamed = judged.flatMap(blameOf);
  if (blamed.length === 0) return (await moveRows(byKeyPool(), campaign.id, judged)).size;
  return await inTransaction(async (client) => {
    const moved = await moveRows(client, campaign.id, judged);
    await suppressBlamed(
      client,
      campaign,
      blamed.filter(({ messageId }) => moved.has(messageId)),
    );
    return moved.size;
  }, byKeyPool());
}

/**
 * Plan expected: nested loop over the given ids by the primary key; no other index is read. One statement, one round trip,
 * however many messages.
 */
async function moveRows(
  connection: Pick<PoolClient, "query">,
  campaignId: string,
  judged: JudgedMessage[],
): Promise<Set<bigint>> {
  const rows = judged.map(({ message, verdict }) => ({ message, verdict, ...movesTo(message, verdict) }));
  const { rows: moved } = await connection.query<{ id: bigint }>({
    name: "record-verdicts",
    text: `
      WITH given AS (
        SELECT * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::timestamptz[],
          $8::int[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
        AS g (id, lease, state, kind, keeps_attempt, next_attempt_at,
          reply_code, enhanced_code, reply_text, category, stage, skip_reason)
      ), was AS (
        SELECT message.state AS came_from, given.*
        FROM given JOIN messages message ON message.id = given.id AND message.leased_by IS NOT DISTINCT FROM given.lease
        WHERE message.state IN ('sending', 'in_doubt')
        FOR UPDATE OF message
      ), moved AS (
        UPDATE messages message SET
          state = was.state::"MessageState",
          attempts = message.attempts - CASE WHEN was.keeps_attempt THEN 0 ELSE 1 END,
          first_attempt_at = CASE WHEN was.state <> 'queued' THEN message.first_attempt_at END,
          next_attempt_at = was.next_attempt_at,
          leased_by = CASE WHEN was.state = 'in_doubt' THEN message.leased_by END,
          lease_until = NULL,
          dot_sent_at = CASE WHEN was.state IN ('accepted', 'in_doubt', 'bounced') THEN message.dot_sent_at END,
          accepted_at = CASE WHEN was.state = 'accepted' THEN now() END,
          finished_at = CASE WHEN was.state NOT IN ('queued', 'deferred', 'in_doubt') THEN now() END,
          -- Given back without a word heard, it keeps what the attempt before heard.
          reply_code = CASE WHEN was.stage IS NULL AND was.kind = 'released' THEN message.reply_code ELSE was.reply_code END,
          enhanced_code = CASE WHEN was.stage IS NULL AND was.kind = 'released' THEN message.enhanced_code ELSE was.enhanced_code END,
          reply_text = CASE WHEN was.stage IS NULL AND was.kind = 'released' THEN message.reply_text ELSE was.reply_text END,
          category = CASE WHEN was.stage IS NULL AND was.kind = 'released' THEN message.category ELSE was.category END,
          skip_reason = was.skip_reason
        FROM was WHERE message.id = was.id
        RETURNING message.id, message.workspace_id, message.contact_id, message.attempts, message.sending_server_id,
          message.state, was.came_from, was.kind, was.stage, was.keeps_attempt,
          was.reply_code, was.enhanced_code, was.reply_text, was.category
      ), noted AS (
        INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, stage,
          reply_code, enhanced_code, reply_text, category, sending_server_id)
        SELECT workspace_id, $1, id, contact_id, kind::"DeliveryEventKind",
          attempts + CASE WHEN keeps_attempt THEN 0 ELSE 1 END, stage,
          reply_code, enhanced_code, reply_text, category, sending_server_id FROM moved
      ), counted AS (
        SELECT count(*) FILTER (WHERE came_from = 'sending')::int AS was_sending,
          count(*) FILTER (WHERE came_from = 'in_doubt')::int AS was_in_doubt,
          count(*) FILTER (WHERE state = 'queued')::int AS queued,
          count(*) FILTER (WHERE state = 'deferred')::int AS deferred,
          count(*) FILTER (WHERE state = 'accepted')::int AS accepted,
          count(*) FILTER (WHERE state = 'bounced')::int AS bounced,
          count(*) FILTER (WHERE state = 'expired')::int AS expired,
          count(*) FILTER (WHERE state = 'skipped')::int AS skipped,
          count(*) FILTER (WHERE state = 'in_doubt')::int AS in_doubt FROM moved
      ), booked AS (
        UPDATE campaigns SET sending = sending - counted.was_sending,
          queued = campaigns.queued + counted.queued, deferred = campaigns.deferred + counted.deferred,
          accepted = campaigns.accepted + counted.accepted, bounced = campaigns.bounced + counted.bounced,
          expired = campaigns.expired + counted.expired, skipped = campaigns.skipped + counted.skipped,
          in_doubt = campaigns.in_doubt + counted.in_doubt - counted.was_in_doubt,
          -- Finished while this one was in doubt, and now it is due again: its campaign goes on where it was.
          state = CASE WHEN campaigns.state <> 'finished' OR counted.queued + counted.deferred = 0 THEN campaigns.state
            WHEN campaigns.pause_reason IS NULL THEN 'sending' ELSE 'paused' END::"CampaignState",
          finished_at = CASE WHEN campaigns.state <> 'finished' OR counted.queued + counted.deferred = 0
            THEN campaigns.finished_at END
        FROM counted WHERE campaigns.id = $1 AND counted.was_sending + counted.was_in_doubt > 0
      )
      SELECT id FROM moved`,
    values: [
      campaignId,
      rows.map(({ message }) => message.id),
      rows.map(({ message }) => message.lease),
      rows.map(({ state }) => state),
      rows.map(({ kind }) => kind),
      rows.map(({ keepsAttempt }) => keepsAttempt),
      rows.map(({ nextAttemptAt }) => nextAttemptAt),
      rows.map(({ verdict }) => verdict.replyCode),
      rows.map(({ verdict }) => verdict.enhancedCode),
      rows.map(({ verdict }) => verdict.replyText),
      rows.map(({ verdict }) => verdict.category),
      rows.map(({ verdict }) => verdict.stage),
      rows.map(({ verdict }) => (verdict.to === "skipped" ? verdict.skipReason : null)),
    ],
  });
  return new Set(moved.map(({ id }) => id));
}

function movesTo(message: ClaimedMessage, verdict: Verdict) {
  if (verdict.to === "released") {
    // The first attempt never was; a later one is due again as it was before the claim.
    return message.attempt === 1
      ? { state: "queued", kind: "released", keepsAttempt: false, nextAttemptAt: null }
      : { state: "deferred", kind: "released", keepsAttempt: false, nextAttemptAt: new Date() };
  }
  return {
    state: verdict.to,
    kind: verdict.to,
    keepsAttempt: verdict.to !== "skipped",
    nextAttemptAt: verdict.to === "deferred" ? verdict.nextAttemptAt : null,
  };
}

/** What the contact is to blame for, if anything. */
function blameOf({ message, verdict }: JudgedMessage): Blamed[] {
  if (!("effect" in verdict) || verdict.effect === "none") return [];
  const { effect, category, replyCode, enhancedCode, replyText } = verdict;
  const evidence = [replyCode, enhancedCode, replyText].filter((part) => part !== null).join(" ");
  const { id: messageId, contactId, email } = message;
  return [{ messageId, contactId, email, effect, category, evidence }];
}
