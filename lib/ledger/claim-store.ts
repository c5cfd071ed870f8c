import { heldText } from "#lib/accounts/installation-store.ts";
import { seenInstallation } from "#lib/accounts/seen-installation.ts";
import type { ClaimRooms } from "#lib/pacing/provider-rooms.ts";
import { byKeyPool } from "#lib/platform/database.ts";
import { doubtfulCategories } from "./doubtful-refusal.ts";

/** One recipient's row in this worker's hands until the lease ends. */
export type ClaimedMessage = {
  id: bigint;
  contactId: bigint;
  email: string;
  /** The mailbox provider, where it is known to have limits of its own. */
  provider: string | null;
  /** From 1, this one included. */
  attempt: number;
  /** Made before a person had it sent or tried again: the timetable of retries begins after them. */
  attemptsBefore: number;
  /** Milliseconds from the first attempt to this claim, by the database's clock. */
  sinceFirstAttempt: number;
  /** Milliseconds for which it had been due, by the database's clock; 0 for a first attempt. */
  overdue: number;
  /** By performance.now(): what has passed since then passes alike on every machine. */
  claimedAt: number;
  /** What the attempt before this one met with. */
  previousCategory: string | null;
  previousReplyCode: number | null;
  /** Names this claim; every later write about the row asks for it. */
  lease: string;
};

/** A worker that was killed holds its messages for this long; one that works renews. */
export const leaseSeconds = 60;

/**
 * Claims up to `limit` messages of a batch that are due: never attempted, or deferred and their time has come. Nothing is
 * claimed unless the campaign is sending, and nothing while sending is held. Rows and books move in one statement; what came of the attempt becomes an event.
 *
 * Plan expected: an index scan of messages_deferred_idx and one of messages_queued_idx, each in its order and ended by the
 * limit; rows that another worker is claiming are passed over (SKIP LOCKED), so nobody waits. The `+ interval '0'` keeps the
 * index by time alone (messages_due_idx) out: it would read everything of the campaign that is due, not of the batch.
 */
export async function claimMessages(claim: {
  campaignId: string;
  batch: number;
  limit: number;
  serverId: string;
  /**
   * The sender's other servers. Messages asked to come back by greylisting wait for theirs among them, up to half an hour: it lets
   * in whoever comes from the same place, but one that is gone comes from nowhere. What was blocked through this one for good
   * waits for one of them, for an hour.
   */
  otherServerIds?: string[];
  /** Mailbox providers for which the campaign has stopped. */
  heldProviders?: string[];
  /** How many for each mailbox provider; without it, for none fewer than the limit. */
  rooms?: Pick<ClaimRooms, "known" | "others">;
  /** Whether the server, or the campaign at it, works is to be found out: not with those about which that is in doubt already. */
  isProbe?: boolean;
}): Promise<ClaimedMessage[]> {
  const lease = crypto.randomUUID();
  const known = [...(claim.rooms?.known ?? [])];
  const full = known.filter(([, room]) => room === 0).map(([provider]) => provider);
  const isProbe = claim.isProbe ?? false;
  const { rows } = await byKeyPool().query<Omit<ClaimedMessage, "lease" | "claimedAt">>({
    name: isProbe ? "claim-probe" : "claim-messages",
    text: isProbe ? probeText : plainText,
    values: [
      claim.campaignId,
      claim.batch,
      claim.limit,
      lease,
      leaseSeconds,
      claim.serverId,
      claim.otherServerIds ?? [],
      [...(claim.heldProviders ?? []), ...full],
      known.map(([provider]) => provider),
      known.map(([, room]) => room),
      claim.rooms?.others ?? claim.limit,
      ...seenInstallation(),
      ...(isProbe ? [doubtfulCategories] : []),
    ],
  });
  const claimedAt = performance.now();
  return rows.map((row) => ({ ...row, lease, claimedAt }));
}

type Choice = {
  /** More about each that is found. */
  columns: string;
  again: string;
  fresh: string;
  /** How many fresh ones are looked at. */
  freshLimit: string;
  /** Which of both. */
  found: string;
};

const plainText = claimText({
  columns: "",
  again: "next_attempt_at + interval '0'",
  fresh: "id",
  freshLimit: "$3 - (SELECT count(*) FROM again)",
  found: "SELECT * FROM again UNION ALL SELECT * FROM fresh",
});

/**
 * For a try: rather one that was not refused in words that may be about it alone, and any of those, as such messages stand
 * together on a list: recipients of one domain that a server does not relay to. The batch is sorted for it, 500 rows or so.
 */
const probeText = claimText({
  columns: ", coalesce(category = ANY($14::text[]), false) AS is_doubted",
  again: "is_doubted, next_attempt_at",
  fresh: "is_doubted, random()",
  freshLimit: "$3",
  found:
    "SELECT * FROM (SELECT * FROM again UNION ALL SELECT * FROM fresh) ordered ORDER BY is_doubted, state = 'queued' LIMIT $3",
});

function claimText(choice: Choice): string {
  return `
      WITH again AS (
        SELECT id, state, provider, next_attempt_at${choice.columns} FROM messages
        WHERE campaign_id = $1 AND batch = $2 AND state = 'deferred' AND next_attempt_at + interval '0' <= now()
          AND (category IS DISTINCT FROM 'greylisted' OR sending_server_id <> ALL($7::uuid[])
            OR next_attempt_at + interval '30 minutes' < now())
          AND (category IS DISTINCT FROM 'block_reputation' OR reply_code < 500 OR $7 = '{}'
            OR next_attempt_at < now() - interval '1 hour'
            OR NOT EXISTS (SELECT FROM delivery_events event
              WHERE event.contact_id = messages.contact_id AND event.message_id = messages.id
                AND event.at > now() - interval '7 days' AND event.sending_server_id = $6
                AND event.category = 'block_reputation' AND event.reply_code >= 500))
          AND (provider IS NULL OR provider <> ALL($8::text[]))
          AND EXISTS (SELECT FROM campaigns WHERE id = $1 AND state = 'sending')
          AND NOT ${heldText(12)}
        ORDER BY ${choice.again} LIMIT $3 FOR UPDATE SKIP LOCKED
      ), fresh AS (
        SELECT id, state, provider, next_attempt_at${choice.columns} FROM messages
        WHERE campaign_id = $1 AND batch = $2 AND state = 'queued'
          AND (provider IS NULL OR provider <> ALL($8::text[]))
          AND EXISTS (SELECT FROM campaigns WHERE id = $1 AND state = 'sending')
          AND NOT ${heldText(12)}
        ORDER BY ${choice.fresh} LIMIT ${choice.freshLimit} FOR UPDATE SKIP LOCKED
      ), found AS (
        ${choice.found}
      ), due AS (
        SELECT id, state, next_attempt_at FROM found WHERE provider IS NULL
        UNION ALL
        -- What is beyond the room stays as it was: it is not written.
        SELECT id, state, next_attempt_at FROM (
          SELECT *, row_number() OVER (PARTITION BY provider ORDER BY state = 'queued', id) AS place
          FROM found WHERE provider IS NOT NULL
        ) ranked
        WHERE place <= coalesce(($10::int[])[array_position($9::text[], provider)], $11)
      ), claimed AS (
        UPDATE messages message SET
          state = 'sending', attempts = attempts + 1, leased_by = $4,
          lease_until = now() + make_interval(secs => $5),
          first_attempt_at = coalesce(first_attempt_at, now()),
          next_attempt_at = NULL, dot_sent_at = NULL, sending_server_id = $6
        FROM due WHERE message.id = due.id
        RETURNING message.id, message.contact_id, message.email, message.provider, message.attempts,
          message.attempts_before, message.first_attempt_at, message.category, message.reply_code,
          due.next_attempt_at AS due_at, due.state AS came_from
      ), counted AS (
        SELECT count(*) FILTER (WHERE came_from = 'queued')::int AS queued,
          count(*) FILTER (WHERE came_from = 'deferred')::int AS deferred FROM claimed
      ), booked AS (
        UPDATE campaigns SET queued = campaigns.queued - counted.queued,
          deferred = campaigns.deferred - counted.deferred,
          sending = sending + counted.queued + counted.deferred
        FROM counted WHERE campaigns.id = $1 AND counted.queued + counted.deferred > 0
      )
      SELECT id, contact_id AS "contactId", email, provider, attempts AS attempt,
        coalesce(attempts_before, 0) AS "attemptsBefore",
        (extract(epoch FROM now() - first_attempt_at) * 1000)::float8 AS "sinceFirstAttempt",
        coalesce(extract(epoch FROM now() - due_at) * 1000, 0)::float8 AS overdue, category AS "previousCategory",
        reply_code AS "previousReplyCode"
      FROM claimed ORDER BY id`;
}

/**
 * Keeps claims from running out while their messages are under way. A row that is being written at this moment is passed over
 * and renewed with the next turn: waiting for it while holding the others would be a deadlock with the ledger, which takes
 * rows in another order.
 */
export async function renewLeases(leases: string[]): Promise<void> {
  await byKeyPool().query(
    `WITH held AS (
       SELECT id FROM messages WHERE state = 'sending' AND leased_by = ANY($1::uuid[]) FOR UPDATE SKIP LOCKED
     )
     UPDATE messages message SET lease_until = now() + make_interval(secs => $2) FROM held WHERE message.id = held.id`,
    [leases, leaseSeconds],
  );
}
