import { database, pool } from "#lib/platform/database.ts";

export type CaughtMail = {
  workspaceId: string;
  messageId: string;
  envelopeFrom: string;
  recipient: string;
  subject: string;
  raw: Buffer;
};

export type CaughtMailRow = {
  id: string;
  receivedAt: Date;
  envelopeFrom: string;
  recipient: string;
  subject: string;
};

/** Writes many caught mails in one statement and one commit. */
export async function insertCaughtMails(mails: CaughtMail[]): Promise<void> {
  // Counted from 1, as SQL does.
  let next = 1;
  const starts = mails.map(({ raw }) => {
    const start = next;
    next += raw.length;
    return start;
  });
  // One plan whatever their number: a scan of the arrays. The messages travel as one binary value and are cut apart there:
  // an array of them would go as hexadecimal text, twice as long and slow to write and to read.
  await pool().query(
    `INSERT INTO sandbox_mails (workspace_id, message_id, envelope_from, recipient, subject, raw)
     SELECT workspace_id, message_id, envelope_from, recipient, subject, substring($6::bytea FROM start FOR length)
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $7::int[], $8::int[])
         AS mail (workspace_id, message_id, envelope_from, recipient, subject, start, length)`,
    [
      mails.map(({ workspaceId }) => workspaceId),
      mails.map(({ messageId }) => messageId),
      mails.map(({ envelopeFrom }) => envelopeFrom),
      mails.map(({ recipient }) => recipient),
      mails.map(({ subject }) => subject),
      Buffer.concat(mails.map(({ raw }) => raw)),
      starts,
      mails.map(({ raw }) => raw.length),
    ],
  );
}

/**
 * The newest mails of a workspace before (`before`) or after (`after`) an id, newest first.
 *
 * @param search part of a recipient or subject, or ""
 */
export async function selectCaughtMails(
  workspaceId: string,
  { search, before, after, limit }: { search: string; before?: bigint; after?: bigint; limit: number },
): Promise<CaughtMailRow[]> {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  // Index scan on (workspace_id, id), stopped by the limit; a search filters at most the 10,000 rows that are kept, and
  // `raw` is never read.
  const { rows } = await pool().query<Omit<CaughtMailRow, "id"> & { id: bigint }>(
    `SELECT id, received_at AS "receivedAt", envelope_from AS "envelopeFrom", recipient, subject
       FROM sandbox_mails
      WHERE workspace_id = $1
        AND ($2::bigint IS NULL OR id < $2) AND ($3::bigint IS NULL OR id > $3)
        AND ($4 = '%%' OR recipient ILIKE $4 OR subject ILIKE $4)
      ORDER BY id ${after === undefined ? "DESC" : "ASC"}
      LIMIT $5`,
    [workspaceId, before ?? null, after ?? null, pattern, limit],
  );
  if (after !== undefined) rows.reverse();
  return rows.map((row) => ({ ...row, id: String(row.id) }));
}

export async function countCaughtMails(workspaceId: string): Promise<number> {
  return database().sandboxMail.count({ where: { workspaceId } });
}

export async function selectCaughtMail(
  workspaceId: string,
  id: bigint,
): Promise<{
  id: string;
  receivedAt: Date;
  envelopeFrom: string;
  recipient: string;
  subject: string;
  raw: Buffer;
} | null> {
  const mail = await database().sandboxMail.findFirst({ where: { workspaceId, id } });
  return mail && { ...mail, id: String(mail.id), raw: Buffer.from(mail.raw) };
}

export async function deleteCaughtMails(workspaceId: string): Promise<number> {
  return (await database().sandboxMail.deleteMany({ where: { workspaceId } })).count;
}

/**
 * Removes what is neither among the newest `keep` of its workspace nor younger than `minutes`.
 *
 * @returns how many went
 */
export async function deleteOldCaughtMails(keep: number, minutes: number): Promise<number> {
  // For each workspace one backwards index scan that stops at row `keep`, then a range of the same index. MATERIALIZED,
  // because without statistics the planner would look for the edge again for every mail.
  const { rowCount } = await pool().query(
    `WITH edges AS MATERIALIZED (
       SELECT workspace.id AS workspace_id,
              (SELECT mail.id FROM sandbox_mails mail WHERE mail.workspace_id = workspace.id
                ORDER BY mail.id DESC OFFSET $1 LIMIT 1) AS edge
         FROM workspaces workspace)
     DELETE FROM sandbox_mails mail USING edges
      WHERE mail.workspace_id = edges.workspace_id AND mail.id <= edges.edge
        AND mail.received_at < now() - make_interval(mins => $2)`,
    [keep, minutes],
  );
  return rowCount ?? 0;
}
