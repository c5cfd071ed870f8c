import type { ClientBase, Pool } from "pg";
import { pool } from "#lib/platform/database.ts";
import { type ContactStatus, contactStatuses, statusGivesWayTo } from "./contact-status.ts";

type SuppressionReason = "bounced" | "complained" | "unsubscribed" | "manual";
/** An address that gets nothing from now on, and what proves it. */
export type SuppressionEntry = {
  email: string;
  reason: SuppressionReason;
  evidence: string | null;
  source: string;
};
export type SuppressionView = SuppressionEntry & { createdAt: Date };

/** A transaction's client of whoever calls, or the pool. */
export type Connection = Pick<ClientBase | Pool, "query">;

/** The statuses that each status is taken from, so that a bounce never hides a complaint. Data of the rule in contact.ts. */
const givesWay = (next: ContactStatus) =>
  contactStatuses.filter((current) => statusGivesWayTo(current, next));

/**
 * Writes suppressions and the statuses that follow from them, whatever their number, in two statements. A suppression that is
 * there keeps its evidence, unless a complaint comes: that says more.
 */
export async function insertSuppressions(
  workspaceId: string,
  entries: readonly SuppressionEntry[],
  connection: Connection = pool(),
): Promise<void> {
  const lists = [
    entries.map(({ email }) => email),
    entries.map(({ reason }) => reason),
    entries.map(({ evidence }) => evidence),
    entries.map(({ source }) => source),
  ];
  await connection.query(
    `INSERT INTO suppressions (id, workspace_id, email, reason, evidence, source)
     SELECT DISTINCT ON (email) gen_random_uuid(), $1::uuid, email, reason::"SuppressionReason", evidence, source
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS given (email, reason, evidence, source)
     ORDER BY email, reason <> 'complained'
     ON CONFLICT (workspace_id, email) DO UPDATE
     SET reason = excluded.reason, evidence = excluded.evidence, source = excluded.source
     WHERE excluded.reason = 'complained' AND suppressions.reason <> 'complained'`,
    [workspaceId, ...lists],
  );
  for (const next of ["bounced", "unsubscribed", "complained"] as const) {
    const emails = entries.filter(({ reason }) => reason === next).map(({ email }) => email);
    if (emails.length === 0) continue;
    await connection.query(
      `UPDATE contacts SET status = $3::"ContactStatus", status_changed_at = now(), updated_at = now()
       WHERE workspace_id = $1 AND email = ANY($2::text[]) AND status::text = ANY($4::text[])`,
      [workspaceId, emails, next, givesWay(next)],
    );
  }
}

export async function findSuppression(workspaceId: string, email: string): Promise<SuppressionView | null> {
  const { rows } = await pool().query<SuppressionView>(
    `SELECT email, reason, evidence, source, created_at AS "createdAt" FROM suppressions
     WHERE workspace_id = $1 AND email = $2`,
    [workspaceId, email],
  );
  return rows[0] ?? null;
}

/**
 * Makes a contact active again and lifts the suppression of its address, when its status is one of `from`.
 * @returns false when it is not
 */
export async function liftSuppression(
  workspaceId: string,
  contactId: bigint,
  from: readonly ContactStatus[],
): Promise<boolean> {
  const { rowCount } = await pool().query(
    `WITH lifted AS (
       UPDATE contacts SET status = 'active', status_changed_at = now(), soft_bounce_count = 0, updated_at = now()
       WHERE workspace_id = $1 AND id = $2 AND status::text = ANY($3::text[]) RETURNING email),
     forgotten AS (
       DELETE FROM suppressions s USING lifted
       WHERE s.workspace_id = $1 AND s.email = lifted.email AND s.reason::text = ANY($4::text[]))
     SELECT email FROM lifted`,
    [workspaceId, contactId, from, [...from, "manual"]],
  );
  return rowCount === 1;
}

/** Takes back that an address asked for no more mail, whoever has it now. A bounce or a complaint stays. */
export async function liftUnsubscription(workspaceId: string, email: string): Promise<void> {
  await pool().query(
    `WITH forgotten AS (
       DELETE FROM suppressions WHERE workspace_id = $1 AND email = $2 AND reason = 'unsubscribed')
     UPDATE contacts SET status = 'active', status_changed_at = now(), updated_at = now()
     WHERE workspace_id = $1 AND email = $2 AND status = 'unsubscribed'`,
    [workspaceId, email],
  );
}
