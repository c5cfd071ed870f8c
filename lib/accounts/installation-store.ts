import { pool } from "#lib/platform/database.ts";
import { inTransaction } from "#lib/platform/in-transaction.ts";
import { seenInstallation } from "./seen-installation.ts";
import type { HoldReason, InstallationRow } from "./sending-hold.ts";

/**
 * Which server and which database in it this is: a dump that is restored gets another one of either. Managed servers may keep
 * the server's from us; the database's alone then has to do.
 */
export async function readDatabaseIdentity(): Promise<string> {
  const { rows } = await pool().query<{ database: string; may: boolean }>(
    `SELECT oid::text AS database, has_function_privilege('pg_control_system()', 'execute') AS may
     FROM pg_database WHERE datname = current_database()`,
  );
  const { database = "", may = false } = rows[0] ?? {};
  if (!may) return database;
  const { rows: servers } = await pool().query<{ server: string }>(
    "SELECT system_identifier::text AS server FROM pg_control_system()",
  );
  return `${servers[0]?.server}/${database}`;
}

/** The newest migration that the database has had. */
export async function readNewestMigration(): Promise<string | null> {
  const { rows } = await pool().query<{ name: string | null }>(
    "SELECT max(migration_name) AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  return rows[0]?.name ?? null;
}

export async function findInstallation(): Promise<InstallationRow | null> {
  const { rows } = await pool().query<InstallationRow>(
    `SELECT epoch, beat, extract(epoch FROM now() - beat_at)::float8 / 3600 AS "silentHours",
       database_identity AS "databaseIdentity" FROM installation`,
  );
  return rows[0] ?? null;
}

/** The first worker that ever runs on a database writes the row. @returns its epoch, or null to whoever came second */
export async function createInstallation(databaseIdentity: string): Promise<string | null> {
  const { rows } = await pool().query<{ epoch: string }>(
    `INSERT INTO installation (epoch, beat, beat_at, database_identity) VALUES (gen_random_uuid(), 1, now(), $1)
     ON CONFLICT (id) DO NOTHING RETURNING epoch`,
    [databaseIdentity],
  );
  return rows[0]?.epoch ?? null;
}

/** One beat. @returns its number, or null when the epoch is another one now */
export async function addBeat(epoch: string): Promise<bigint | null> {
  const { rows } = await pool().query<{ beat: bigint }>(
    "UPDATE installation SET beat = beat + 1, beat_at = now() WHERE epoch = $1 RETURNING beat",
    [epoch],
  );
  return rows[0]?.beat ?? null;
}

/** Campaigns that would send at once. By the index on state. */
export async function isAnythingSending(): Promise<boolean> {
  const { rows } = await pool().query<{ is: boolean }>(
    `SELECT EXISTS (SELECT FROM campaigns WHERE state IN ('planning', 'sending')) AS is`,
  );
  return rows[0]?.is ?? false;
}

/**
 * Holds sending and takes the database as it is for the truth from now on: one transaction. Held already, it stays so.
 *
 * Ids that left the house in mails after the backup was made are given to nobody else: links, Message-IDs and bounces name a
 * message by its id, and with the sequence set back the next campaign's recipients would get those. More than four thousand
 * million are left out, more than any installation sends between two backups.
 */
export async function holdSending(
  reason: HoldReason,
  databaseIdentity: string,
): Promise<{ epoch: string; beat: bigint }> {
  return inTransaction(async (client) => {
    await client.query(
      `INSERT INTO sending_holds (id, reason, last_beat_at)
       SELECT gen_random_uuid(), $1, beat_at FROM installation ON CONFLICT DO NOTHING`,
      [reason],
    );
    const { rows } = await client.query<{ epoch: string; beat: bigint }>(
      `UPDATE installation SET epoch = gen_random_uuid(), beat = beat + 1, beat_at = now(), database_identity = $1
       RETURNING epoch, beat`,
      [databaseIdentity],
    );
    await client.query("SELECT setval('messages_id_seq', nextval('messages_id_seq') + 4294967296)");
    const row = rows[0];
    if (!row) throw new Error("the installation has no row");
    return row;
  });
}

/**
 * As SQL: nothing may be sent. A hold is in force; or the database is not the one that this process saw last but an older one, put
 * back since, for which the next beat sets the hold.
 *
 * Plan expected: the index on holds in force, one entry or none, and the one row of the installation by its key, each once for a
 * statement. Without the key a connection that is kept from reading whole tables would count that as dear, and compile it first.
 *
 * @param epoch number of the parameter with the first of `seenInstallation`; the second comes after it
 */
export function heldText(epoch: number): string {
  return `(EXISTS (SELECT FROM sending_holds WHERE released_at IS NULL) OR $${epoch}::uuid IS NOT NULL
    AND NOT EXISTS (SELECT FROM installation WHERE id = 1 AND epoch = $${epoch} AND beat >= $${epoch + 1}::bigint))`;
}

/** Whether nothing may be sent. */
export async function isSendingHeld(): Promise<boolean> {
  const { rows } = await pool().query<{ is: boolean }>(`SELECT ${heldText(1)} AS is`, seenInstallation());
  return rows[0]?.is ?? true;
}

export type HoldRow = { reason: HoldReason; heldAt: Date; lastBeatAt: Date | null };

export async function findHold(): Promise<HoldRow | null> {
  const { rows } = await pool().query<HoldRow>(
    `SELECT reason, held_at AS "heldAt", last_beat_at AS "lastBeatAt" FROM sending_holds WHERE released_at IS NULL`,
  );
  return rows[0] ?? null;
}

/** @returns false when nothing was held any more */
export async function releaseHold(userId: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    "UPDATE sending_holds SET released_at = now(), released_by = $1 WHERE released_at IS NULL",
    [userId],
  );
  return rowCount === 1;
}
