import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Attribute } from "#lib/contacts/attribute.ts";
import { pool } from "#lib/platform/database.ts";
import type { ImportCounts, ListChoice } from "./import.ts";
import type { ImportRow } from "./import-row.ts";

/** One row of the file on its way into the database: what it says, or why it is refused. */
export type StagedRow = { line: number; cells: readonly string[] } & (
  | { row: ImportRow; problem: null }
  | { row: null; problem: string }
);

type Merge = {
  importId: string;
  workspaceId: string;
  attributes: Attribute[];
  list: ListChoice;
};

/**
 * Stages the rows and merges them into the workspace's contacts, lists and attributes, in one transaction that ends with the
 * import marked `finished` with its counts: all of a file or nothing of it, and a run that is killed leaves nothing behind,
 * not even its staging table, which is temporary.
 *
 * @param batches rows in the file's order; when it throws, nothing is written
 * @returns the counts, or null when the import was cancelled meanwhile (nothing is written)
 */
export async function mergeImport(
  merge: Merge,
  batches: AsyncIterable<StagedRow[]>,
): Promise<ImportCounts | null> {
  const client = await pool().connect();
  let counts: ImportCounts | null = null;
  try {
    await client.query("BEGIN");
    await stage(client, batches);
    counts = await mergeStaged(client, merge);
    await client.query(counts ? "COMMIT" : "ROLLBACK");
  } catch (error) {
    // Closing the connection rolls back, whatever state a broken COPY left it in.
    client.release(true);
    throw error;
  }
  client.release();
  return counts;
}

/**
 * Gives the planner figures about what an import has just written; by itself PostgreSQL would look a minute later, and until
 * then take a table of a million rows for an empty one. A sample of 30,000 rows each, whatever their number.
 */
export async function analyzeContacts(): Promise<void> {
  await pool().query("ANALYZE contacts, subscriptions");
}

async function stage(client: PoolClient, batches: AsyncIterable<StagedRow[]>): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE import_rows (
      line integer NOT NULL, email text, first_name text, last_name text, attributes text, problem text, cells text NOT NULL
    ) ON COMMIT DROP`);
  const copy = client.query(copyFrom("COPY import_rows FROM STDIN"));
  await pipeline(Readable.from(asCopyText(batches)), copy);
  // Autovacuum does not see temporary tables; without figures the joins below become nested loops.
  await client.query("ANALYZE import_rows");
}

async function mergeStaged(client: PoolClient, { importId, workspaceId, attributes, list }: Merge) {
  // Imports into one workspace merge one after another, so that each counts against what the other wrote.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('kurir import ' || $1::text, 0))", [
    workspaceId,
  ]);
  // Sorts and hash tables of millions of rows; the default would cut each into dozens of files.
  await client.query("SET LOCAL work_mem = '256MB'");
  const created = await insertNewPeople(client, workspaceId);
  await insertAttributes(client, workspaceId, attributes);
  const listId = await findOrMakeList(client, workspaceId, list);
  const touched = await updateKnownPeople(client, listId, `import:${importId}`);

  await client.query(
    `INSERT INTO import_rejections (import_id, line, cells, error)
     SELECT $1, r.line, ARRAY(SELECT json_array_elements_text(r.cells::json)), coalesce(r.problem, 'repeated')
     FROM import_rows r
     WHERE r.problem IS NOT NULL OR NOT EXISTS (SELECT FROM import_people p WHERE p.line = r.line)`,
    [importId],
  );
  const { rows } = await client.query<{ total: bigint; people: bigint }>(
    "SELECT (SELECT count(*) FROM import_rows) AS total, (SELECT count(*) FROM import_people) AS people",
  );
  const total = Number(rows[0]?.total ?? 0);
  const people = Number(rows[0]?.people ?? 0);
  const counts: ImportCounts = {
    total,
    new: created,
    updated: touched,
    unchanged: people - created - touched,
    rejected: total - people,
  };
  const finished = await client.query(
    `UPDATE imports
     SET state = 'finished', finished_at = now(), list_id = $2, processed_bytes = size_bytes,
         total_rows = $3, new_rows = $4, updated_rows = $5, unchanged_rows = $6, rejected_rows = $7
     WHERE id = $1 AND state = 'running'`,
    [importId, listId, counts.total, counts.new, counts.updated, counts.unchanged, counts.rejected],
  );
  return finished.rowCount === 1 ? counts : null;
}

/**
 * Makes `import_people`, one row for each address: the last of several rows counts, as if they were taken one by one. Known
 * people keep their id and burn none. @returns how many were new
 */
async function insertNewPeople(client: PoolClient, workspaceId: string): Promise<number> {
  await client.query(`
    CREATE TEMP TABLE import_people (
      line integer, email text, first_name text, last_name text, attributes jsonb, known_id bigint, contact_id bigint
    ) ON COMMIT DROP`);
  // The sequence by its name: asking the catalogue for it at every row doubled the time of this statement.
  // One sort of the file's rows by bytes and one hash join; the order also suits the unique index that is filled next.
  await client.query(
    `INSERT INTO import_people
     SELECT r.line, r.email, r.first_name, r.last_name, r.attributes::jsonb AS attributes, c.id AS known_id,
            coalesce(c.id, nextval('contacts_id_seq')) AS contact_id
     FROM (SELECT DISTINCT ON (email COLLATE "C") line, email, first_name, last_name, attributes
           FROM import_rows WHERE problem IS NULL ORDER BY email COLLATE "C", line DESC) r
     LEFT JOIN contacts c ON c.workspace_id = $1 AND c.email = r.email`,
    [workspaceId],
  );
  await client.query("ANALYZE import_people");
  // A suppressed address comes back with the status that its suppression stands for.
  const inserted = await client.query(
    `INSERT INTO contacts (id, workspace_id, email, first_name, last_name, attributes, status, status_changed_at)
     SELECT p.contact_id, $1, p.email, p.first_name, p.last_name, p.attributes,
            CASE WHEN s.reason IS NULL OR s.reason = 'manual' THEN 'active' ELSE s.reason::text END::"ContactStatus",
            CASE WHEN s.reason IS NULL OR s.reason = 'manual' THEN NULL ELSE s.created_at END
     FROM import_people p
     LEFT JOIN suppressions s ON s.workspace_id = $1 AND s.email = p.email
     WHERE p.known_id IS NULL
     ON CONFLICT (workspace_id, email) DO NOTHING`,
    [workspaceId],
  );
  // Somebody was added by hand between the two statements: known people after all.
  await client.query(
    `UPDATE import_people p SET known_id = c.id, contact_id = c.id
     FROM contacts c
     WHERE p.known_id IS NULL AND c.workspace_id = $1 AND c.email = p.email AND c.id <> p.contact_id
       AND $2 < (SELECT count(*) FROM import_people WHERE known_id IS NULL)`,
    [workspaceId, inserted.rowCount],
  );
  return inserted.rowCount ?? 0;
}

/**
 * Writes what the file says about people who were known, and puts everybody on the list. What a row does not say (an empty cell)
 * stays; no import touches a status, a suppression or an ended subscription.
 *
 * @returns how many known people changed or came onto the list
 */
async function updateKnownPeople(client: PoolClient, listId: string | null, source: string): Promise<number> {
  const { rows } = await client.query<{ touched: bigint }>(
    `WITH updated AS (
       UPDATE contacts c
       SET first_name = coalesce(p.first_name, c.first_name),
           last_name = coalesce(p.last_name, c.last_name),
           attributes = c.attributes || p.attributes,
           updated_at = now()
       FROM import_people p
       WHERE c.id = p.known_id
         AND (coalesce(p.first_name, c.first_name), coalesce(p.last_name, c.last_name), c.attributes || p.attributes)
             IS DISTINCT FROM (c.first_name, c.last_name, c.attributes)
       RETURNING c.id),
     subscribed AS (
       INSERT INTO subscriptions (list_id, contact_id, source)
       SELECT $1::uuid, p.contact_id, $2
       FROM import_people p
       WHERE $1::uuid IS NOT NULL
         AND NOT EXISTS (SELECT FROM subscriptions s WHERE s.list_id = $1::uuid AND s.contact_id = p.contact_id)
       ORDER BY p.contact_id
       ON CONFLICT (list_id, contact_id) DO NOTHING
       RETURNING contact_id AS id)
     SELECT count(*) AS touched
     FROM (SELECT id FROM updated UNION SELECT id FROM subscribed) changed
     JOIN import_people p ON p.known_id = changed.id`,
    [listId, source],
  );
  return Number(rows[0]?.touched ?? 0);
}

async function insertAttributes(client: PoolClient, workspaceId: string, attributes: Attribute[]) {
  await client.query(
    `INSERT INTO attributes (id, workspace_id, key, label, type)
     SELECT gen_random_uuid(), $1, key, label, type::"AttributeType"
     FROM unnest($2::text[], $3::text[], $4::text[]) AS given (key, label, type)
     ON CONFLICT (workspace_id, key) DO NOTHING`,
    [
      workspaceId,
      attributes.map((a) => a.key),
      attributes.map((a) => a.label),
      attributes.map((a) => a.type),
    ],
  );
}

async function findOrMakeList(
  client: PoolClient,
  workspaceId: string,
  list: ListChoice,
): Promise<string | null> {
  if (list.kind === "none") return null;
  if (list.kind === "existing") {
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM lists WHERE id = $1 AND workspace_id = $2",
      [list.listId, workspaceId],
    );
    return rows[0]?.id ?? null;
  }
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO lists (id, workspace_id, name) VALUES (gen_random_uuid(), $1, $2)
     ON CONFLICT (workspace_id, name) DO UPDATE SET archived_at = NULL
     RETURNING id`,
    [workspaceId, list.name],
  );
  return rows[0]?.id ?? null;
}

/** PostgreSQL's COPY text format: TAB between columns, `\N` for null, a backslash before what would end a column. */
async function* asCopyText(batches: AsyncIterable<StagedRow[]>): AsyncGenerator<string> {
  for await (const batch of batches) {
    let text = "";
    for (const { line, cells, row, problem } of batch) {
      const values = row
        ? [row.email, row.firstName, row.lastName, JSON.stringify(row.attributes), problem]
        : [null, null, null, null, problem];
      text += `${line}\t${values.map(copyValue).join("\t")}\t${copyValue(JSON.stringify(cells))}\n`;
    }
    if (text !== "") yield text;
  }
}

function copyValue(value: string | null): string {
  if (value === null) return "\\N";
  return /[\\\t\n\r]/.test(value)
    ? value.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r")
    : value;
}
