import type { Actor } from "#lib/accounts/actor.ts";
import { pool } from "#lib/platform/database.ts";
import type { ChosenDoubts, Doubt } from "./doubt.ts";

export type DoubtRow = Omit<Doubt, "cause" | "dotSentAt" | "leftAt"> & {
  dotSentAt: Date | null;
  leftAt: Date | null;
};

/** Nobody decided since the dot left: whoever is sent again and gets into doubt again is asked about again. */
const undecided = "(doubt_decided_at IS NULL OR doubt_decided_at < dot_sent_at)";

/** By messages_doubt_idx, which holds only rows in doubt. */
export async function countDoubts(
  workspaceId: string,
  campaignId: string,
): Promise<{ open: number; left: number }> {
  const { rows } = await pool().query<{ open: number; left: number }>(
    `SELECT count(*) FILTER (WHERE ${undecided})::int AS open,
       count(*) FILTER (WHERE NOT ${undecided})::int AS left
     FROM messages WHERE campaign_id = $2 AND workspace_id = $1 AND state = 'in_doubt'`,
    [workspaceId, campaignId],
  );
  return rows[0] ?? { open: 0, left: 0 };
}

/** Those to be decided first. By messages_doubt_idx. */
export async function findDoubts(
  workspaceId: string,
  campaignId: string,
  limit: number,
): Promise<DoubtRow[]> {
  const { rows } = await pool().query<DoubtRow>(
    `SELECT message.id::text AS "messageId", message.contact_id::text AS "contactId", message.email,
       message.dot_sent_at AS "dotSentAt", server.name AS "serverName", message.attempts AS attempt,
       message.reply_text AS said, CASE WHEN NOT ${undecided} THEN doubt_decided_at END AS "leftAt",
       CASE WHEN NOT ${undecided} THEN person.name END AS "leftBy"
     FROM messages message
     LEFT JOIN sending_servers server ON server.id = message.sending_server_id
     LEFT JOIN users person ON person.id = message.doubt_decided_by
     WHERE message.campaign_id = $2 AND message.workspace_id = $1 AND message.state = 'in_doubt'
     ORDER BY ${undecided} DESC, message.id LIMIT $3`,
    [workspaceId, campaignId, limit],
  );
  return rows;
}

/**
 * Lets messages in doubt be sent again: rows, events, books and who decided, in one statement. They are due at once and keep
 * their Message-ID, their attempt and their mark, and begin a new retry window. Their claim's name stays until the next claim, so
 * that a reply that says "accepted" after all still keeps the second copy here. A finished campaign goes on.
 *
 * Of two who ask at once the second waits for the first one's rows and finds them moved. Named by their number, they move only
 * if there are exactly so many.
 *
 * @returns how many moved
 */
export async function moveDoubtsToDue(
  actor: Actor,
  campaignId: string,
  chosen: ChosenDoubts,
): Promise<number> {
  const { rows } = await pool().query<{ messages: number }>(
    `WITH ${chosenDoubts(`AND EXISTS (
         SELECT FROM campaigns WHERE id = $2 AND workspace_id = $1 AND state IN ('sending', 'paused', 'finished'))`)},
     moved AS (
       UPDATE messages message SET state = 'deferred', next_attempt_at = now(), first_attempt_at = NULL, attempts_before = message.attempts,
         lease_until = NULL, reply_code = NULL, enhanced_code = NULL, reply_text = NULL, category = NULL,
         doubt_decided_at = now(), doubt_decided_by = $3
       FROM agreed WHERE message.id = agreed.id
       RETURNING message.id, message.contact_id, message.attempts, message.sending_server_id
     ), ${decided("resent", "resend_in_doubt")},
     booked AS (
       UPDATE campaigns SET in_doubt = in_doubt - counted.messages, deferred = deferred + counted.messages,
         state = CASE WHEN campaigns.state = 'finished' THEN 'sending' ELSE campaigns.state END,
         finished_at = CASE WHEN campaigns.state = 'finished' THEN NULL ELSE campaigns.finished_at END,
         pause_reason = CASE WHEN campaigns.state = 'finished' THEN NULL ELSE campaigns.pause_reason END,
         updated_at = now()
       FROM counted WHERE campaigns.id = $2 AND counted.messages > 0
     )
     SELECT messages FROM counted`,
    chosenValues(actor, campaignId, chosen),
  );
  return rows[0]?.messages ?? 0;
}

/**
 * Leaves messages in doubt for good: they stay in that state, so that the books say what is true, and are not asked about any
 * more. Their claim's name stays, so that evidence that comes late still settles them. One statement, as above.
 *
 * @returns how many were left
 */
export async function markDoubtsLeft(
  actor: Actor,
  campaignId: string,
  chosen: ChosenDoubts,
): Promise<number> {
  const { rows } = await pool().query<{ messages: number }>(
    `WITH ${chosenDoubts(`AND ${undecided}`)},
     moved AS (
       UPDATE messages message SET doubt_decided_at = now(), doubt_decided_by = $3
       FROM agreed WHERE message.id = agreed.id
       RETURNING message.id, message.contact_id, message.attempts, message.sending_server_id
     ), ${decided("left", "leave_in_doubt")}
     SELECT messages FROM counted`,
    chosenValues(actor, campaignId, chosen),
  );
  return rows[0]?.messages ?? 0;
}

/** The chosen rows, locked in the order of their ids, and all of them or none. Parameters: workspace, campaign, person, ids, number. */
function chosenDoubts(also: string): string {
  return `chosen AS (
       SELECT id FROM messages
       WHERE campaign_id = $2 AND workspace_id = $1 AND state = 'in_doubt'
         AND ($4::bigint[] IS NULL AND ${undecided} OR id = ANY($4::bigint[])) ${also}
       ORDER BY id FOR UPDATE
     ), agreed AS (
       SELECT id FROM chosen WHERE $5::int IS NULL OR (SELECT count(*) FROM chosen) = $5
     )`;
}

/** What is written down about `moved`: an event for each, the decision once, and their number. */
function decided(event: "resent" | "left", decision: "resend_in_doubt" | "leave_in_doubt"): string {
  return `noted AS (
       INSERT INTO delivery_events (workspace_id, campaign_id, message_id, contact_id, kind, attempt, sending_server_id)
       SELECT $1, $2, id, contact_id, '${event}', attempts, sending_server_id FROM moved
     ), counted AS (
       SELECT count(*)::int AS messages FROM moved
     ), kept AS (
       INSERT INTO campaign_decisions (id, workspace_id, campaign_id, kind, messages, decided_by)
       SELECT gen_random_uuid(), $1, $2, '${decision}', messages, $3 FROM counted WHERE messages > 0
     )`;
}

function chosenValues(actor: Actor, campaignId: string, chosen: ChosenDoubts): unknown[] {
  const isAll = "all" in chosen;
  return [
    actor.workspaceId,
    campaignId,
    actor.userId,
    isAll ? null : chosen.messageIds,
    isAll ? chosen.all : null,
  ];
}
