import { byKeyPool } from "#lib/platform/database.ts";
import type { ContactEffect } from "#lib/replies/reply-category.ts";
import { hasReachedMail } from "#lib/smtp/connection-problem.ts";
import type { ClaimedMessage } from "./claim-store.ts";
import type { Verdict } from "./verdict.ts";

/** Whose message it is. */
export type LedgerCampaign = { id: string; workspaceId: string };

/** The final dot of a claimed message is about to leave. */
export type Mark = { campaign: LedgerCampaign; message: Pick<ClaimedMessage, "id" | "lease"> };

/** What became of a claimed message. */
export type Judgement = { campaign: LedgerCampaign; message: ClaimedMessage; verdict: Verdict };

export type Written = { moved: Set<bigint>; marked: Set<bigint> };

/**
 * Writes what became of some claimed messages, and that the dots of others are about to leave, in one commit: rows, events,
 * books, and who is to blame. The contact is suppressed after it (settle-blamed.ts): an import may hold a contact's row for
 * as long as it runs, and all sending waits for this commit.
 *
 * A row moves only if it is still this claim's. One that was given up as in doubt meanwhile moves too: the reply, late as it
 * is, is the evidence that was missing; and so does one that a person has sent again, if the reply is that it was accepted and the
 * second copy has not been claimed. A mark is made only where the claim and its lease still hold and the campaign is
 * sending; the dot of any other must stay here. So a worker that was taken for dead sends nothing, and after a pause no dot
 * leaves that was not already marked.
 *
 * Plan expected: nested loops over the given ids by the primary key; no other index is read. One statement and one round trip,
 * however many messages. The campaigns' rows are taken in the order of their ids, so that two workers never wait for each
 * other.
 *
 * @returns the ids of the messages that moved, and of those that were marked
 */
export async function writeLedger(judged: Judgement[], marks: Mark[]): Promise<Written> {
  const rows = judged.map(({ message, verdict }) => ({ message, verdict, ...movesTo(message, verdict) }));
  const { rows: written } = await byKeyPool().query<{ id: bigint; isMark: boolean }>({
    name: "write-ledger",
    text: `
      WITH given AS (
        SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::float8[],
          $7::int[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $15::text[], $16::boolean[])
        AS g (id, lease, state, kind, keeps_attempt, retry_after,
          reply_code, enhanced_code, reply_text, category, stage, skip_reason, effect, keeps_words)
      ), was AS (
        SELECT message.state AS came_from, given.*
        FROM given JOIN messages message ON message.id = given.id AND message.leased_by IS NOT DISTINCT FROM given.lease
        -- Deferred under this claim's name: a person has it sent again, and it has not left yet.
        WHERE message.state IN ('sending', 'in_doubt') OR message.state = 'deferred' AND given.state = 'accepted'
        FOR UPDATE OF message
      ), moved AS (
        UPDATE messages message SET
          state = was.state::"MessageState",
          attempts = message.attempts - CASE WHEN was.keeps_attempt THEN 0 ELSE 1 END,
          first_attempt_at = CASE WHEN was.state <> 'queued' THEN message.first_attempt_at END,
          next_attempt_at = now() + make_interval(secs => was.retry_after / 1000),
          leased_by = CASE WHEN was.state = 'in_doubt' THEN message.leased_by END,
          lease_until = NULL,
          dot_sent_at = CASE WHEN was.state IN ('accepted', 'in_doubt', 'bounced') THEN message.dot_sent_at END,
          accepted_at = CASE WHEN was.state = 'accepted' THEN now() END,
          finished_at = CASE WHEN was.state NOT IN ('queued', 'deferred', 'in_doubt') THEN now() END,
          reply_code = CASE WHEN was.keeps_words THEN message.reply_code ELSE was.reply_code END,
          enhanced_code = CASE WHEN was.keeps_words THEN message.enhanced_code ELSE was.enhanced_code END,
          reply_text = CASE WHEN was.keeps_words THEN message.reply_text ELSE was.reply_text END,
          category = CASE WHEN was.keeps_words THEN message.category ELSE was.category END,
          skip_reason = was.skip_reason
        FROM was WHERE message.id = was.id
        RETURNING message.id, message.workspace_id, message.campaign_id, message.contact_id, message.email, message.attempts,
          message.sending_server_id, message.state, was.effect, was.came_from, was.kind, was.stage, was.keeps_attempt,
          was.reply_code, was.enhanced_code, was.reply_text, was.category
      ), noted AS (
        INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, stage,
          reply_code, enhanced_code, reply_text, category, sending_server_id)
        SELECT workspace_id, campaign_id, id, contact_id, kind::"DeliveryEventKind",
          attempts + CASE WHEN keeps_attempt THEN 0 ELSE 1 END, stage,
          reply_code, enhanced_code, reply_text, category, sending_server_id FROM moved
        -- Written again, because nobody heard that it had been, or told by the sweep before: it happened once.
        WHERE came_from <> 'in_doubt' OR state <> 'in_doubt'
      ), blamed AS (
        INSERT INTO blamed_messages (workspace_id, campaign_id, message_id, contact_id, email, effect, category, evidence)
        SELECT workspace_id, campaign_id, id, contact_id, email, effect, category,
          concat_ws(' ', reply_code, enhanced_code, reply_text) FROM moved WHERE effect IS NOT NULL
      ), counted AS (
        SELECT campaign_id, count(*) FILTER (WHERE came_from = 'sending')::int AS was_sending,
          count(*) FILTER (WHERE came_from = 'in_doubt')::int AS was_in_doubt,
          count(*) FILTER (WHERE came_from = 'deferred')::int AS was_deferred,
          count(*) FILTER (WHERE state = 'queued')::int AS queued,
          count(*) FILTER (WHERE state = 'deferred')::int AS deferred,
          count(*) FILTER (WHERE state = 'accepted')::int AS accepted,
          count(*) FILTER (WHERE state = 'bounced')::int AS bounced,
          count(*) FILTER (WHERE state = 'expired')::int AS expired,
          count(*) FILTER (WHERE state = 'skipped')::int AS skipped,
          count(*) FILTER (WHERE state = 'in_doubt')::int AS in_doubt
        FROM moved GROUP BY campaign_id ORDER BY campaign_id
      ), booked AS (
        UPDATE campaigns SET sending = sending - counted.was_sending,
          queued = campaigns.queued + counted.queued, deferred = campaigns.deferred + counted.deferred - counted.was_deferred,
          accepted = campaigns.accepted + counted.accepted, bounced = campaigns.bounced + counted.bounced,
          expired = campaigns.expired + counted.expired, skipped = campaigns.skipped + counted.skipped,
          in_doubt = campaigns.in_doubt + counted.in_doubt - counted.was_in_doubt,
          -- Finished while this one was in doubt, and now it is due again: its campaign goes on where it was.
          state = CASE WHEN campaigns.state <> 'finished' OR counted.queued + counted.deferred = 0 THEN campaigns.state
            WHEN campaigns.pause_reason IS NULL THEN 'sending' ELSE 'paused' END::"CampaignState",
          finished_at = CASE WHEN campaigns.state <> 'finished' OR counted.queued + counted.deferred = 0
            THEN campaigns.finished_at END
        FROM counted WHERE campaigns.id = counted.campaign_id
      ), marked AS (
        -- Neither "leased_by =" nor "state =": to statistics taken while the table was empty, the partial index on who is being
        -- sent to would look better than the primary key, and each mark would read all that is claimed (4 ms a commit
        -- instead of 0.3, for as long as the plan is kept).
        UPDATE messages message SET dot_sent_at = now()
        FROM unnest($13::bigint[], $14::uuid[]) AS mark (id, lease)
        WHERE message.id = mark.id AND message.leased_by IS NOT DISTINCT FROM mark.lease
          AND message.state IS NOT DISTINCT FROM 'sending' AND message.dot_sent_at IS NULL AND message.lease_until > now()
          -- Not EXISTS: that becomes a join, which begins with the campaign and reads all its messages.
          AND (SELECT state FROM campaigns WHERE id = message.campaign_id) = 'sending'
        RETURNING message.id
      )
      SELECT id, false AS "isMark" FROM moved UNION ALL SELECT id, true FROM marked`,
    values: [
      rows.map(({ message }) => message.id),
      rows.map(({ message }) => message.lease),
      rows.map(({ state }) => state),
      rows.map(({ kind }) => kind),
      rows.map(({ keepsAttempt }) => keepsAttempt),
      rows.map(({ retryAfter }) => retryAfter),
      rows.map(({ verdict }) => verdict.replyCode),
      rows.map(({ verdict }) => verdict.enhancedCode),
      rows.map(({ verdict }) => verdict.replyText),
      rows.map(({ verdict }) => verdict.category),
      rows.map(({ verdict }) => verdict.stage),
      rows.map(({ verdict }) => (verdict.to === "skipped" ? verdict.skipReason : null)),
      marks.map(({ message }) => message.id),
      marks.map(({ message }) => message.lease),
      rows.map(({ verdict }) => blamedEffect(verdict)),
      rows.map(({ message, verdict }) => keepsWords(message, verdict)),
    ],
  });
  const ids = (isMark: boolean) =>
    new Set(written.filter((row) => row.isMark === isMark).map(({ id }) => id));
  return { moved: ids(false), marked: ids(true) };
}

function movesTo(message: ClaimedMessage, verdict: Verdict) {
  if (verdict.to === "released") {
    // The first attempt never was; a later one is due again as it was before the claim.
    return message.attempt === 1
      ? { state: "queued", kind: "released", keepsAttempt: false, retryAfter: null }
      : { state: "deferred", kind: "released", keepsAttempt: false, retryAfter: -message.overdue };
  }
  return {
    state: verdict.to,
    kind: verdict.to,
    keepsAttempt: verdict.to !== "skipped",
    retryAfter: verdict.to === "deferred" ? verdict.retryAfter : null,
  };
}

/**
 * Given back without a word about it, a retry keeps what the attempt before heard: who was blocked through one server and waits for
 * another that is away would otherwise be free to go through the first one again.
 */
function keepsWords({ attempt }: ClaimedMessage, { to, stage }: Verdict): boolean {
  return to === "released" && (stage === null || (attempt > 1 && !hasReachedMail(stage)));
}

/** What the contact is to blame for, if anything. */
export function blamedEffect(verdict: Verdict): Exclude<ContactEffect, "none"> | null {
  return "effect" in verdict && verdict.effect !== "none" ? verdict.effect : null;
}
