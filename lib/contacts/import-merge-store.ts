import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { pool } from "#lib/platform/database.ts";
import type { Attribute } from "./attribute.ts";
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

  // The last of several rows with one address counts, as if the rows were taken one by one. One sort of the file's rows.
  await client.query(`
    UPDATE import_rows r SET problem = 'repeated'
    FROM (SELECT line, row_number() OVER (PARTITION BY email ORDER BY line DESC) AS place
          FROM import_rows WHERE problem IS NULL) ranked
    WHERE ranked.line = r.line AND ranked.place > 1`);

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

  // Only those who are missing are inserted (hash anti-join), so that known ones burn no ids; somebody added at this very
  // moment falls to the update below. A suppressed address comes back with the status that its suppression stands for.
  await client.query("CREATE TEMP TABLE import_new (id bigint PRIMARY KEY) ON COMMIT DROP");
  const inserted = await client.query(
    `WITH inserted AS (
       INSERT INTO contacts (workspace_id, email, first_name, last_name, attributes, status, status_changed_at)
       SELECT $1, r.email, r.first_name, r.last_name, r.attributes::jsonb,
              CASE WHEN s.reason IS NULL OR s.reason = 'manual' THEN 'active' ELSE s.reason::text END::"ContactStatus",
              CASE WHEN s.reason IS NULL OR s.reason = 'manual' THEN NULL ELSE s.created_at END
       FROM import_rows r
       LEFT JOIN contacts c ON c.workspace_id = $1 AND c.email = r.email
       LEFT JOIN suppressions s ON s.workspace_id = $1 AND s.email = r.email
       WHERE r.problem IS NULL AND c.id IS NULL
       ORDER BY r.line
       ON CONFLICT (workspace_id, email) DO NOTHING
       RETURNING id)
     INSERT INTO import_new SELECT id FROM inserted`,
    [workspaceId],
  );
  await client.query("ANALYZE import_new");
  const listId = await findOrMakeList(client, workspaceId, list);

  // What a row does not say (an empty cell) stays. Status, suppressions and ended subscriptions are not touched by any import.
  // Hash joins over the staged rows; `touched` are known people whose data changed or who came onto the list.
  const { rows } = await client.query<{ touched: bigint; valid: bigint; rejected: bigint }>(
    `WITH updated AS (
       UPDATE contacts c
       SET first_name = coalesce(r.first_name, c.first_name),
           last_name = coalesce(r.last_name, c.last_name),
           attributes = c.attributes || r.attributes::jsonb,
           updated_at = now()
       FROM import_rows r
       WHERE r.problem IS NULL AND c.workspace_id = $1 AND c.email = r.email
         AND (coalesce(r.first_name, c.first_name), coalesce(r.last_name, c.last_name), c.attributes || r.attributes::jsonb)
             IS DISTINCT FROM (c.first_name, c.last_name, c.attributes)
       RETURNING c.id),
     subscribed AS (
       INSERT INTO subscriptions (list_id, contact_id, source)
       SELECT $2::uuid, c.id, $3
       FROM import_rows r
       JOIN contacts c ON c.workspace_id = $1 AND c.email = r.email
       WHERE r.problem IS NULL AND $2::uuid IS NOT NULL
         AND NOT EXISTS (SELECT FROM subscriptions s WHERE s.list_id = $2::uuid AND s.contact_id = c.id)
       ON CONFLICT (list_id, contact_id) DO NOTHING
       RETURNING contact_id AS id)
     SELECT
       (SELECT count(*) FROM (SELECT id FROM updated UNION SELECT id FROM subscribed) known
        WHERE NOT EXISTS (SELECT FROM import_new WHERE import_new.id = known.id)) AS touched,
       (SELECT count(*) FROM import_rows WHERE problem IS NULL) AS valid,
       (SELECT count(*) FROM import_rows WHERE problem IS NOT NULL) AS rejected`,
    [workspaceId, listId, `import:${importId}`],
  );

  await client.query(
    `INSERT INTO import_rejections (import_id, line, cells, error)
     SELECT $1, line, ARRAY(SELECT json_array_elements_text(cells::json)), problem FROM import_rows WHERE problem IS NOT NULL`,
    [importId],
  );

  const { touched = 0n, valid = 0n, rejected = 0n } = rows[0] ?? {};
  const created = inserted.rowCount ?? 0;
  const counts: ImportCounts = {
    total: Number(valid + rejected),
    new: created,
    updated: Number(touched),
    unchanged: Number(valid) - created - Number(touched),
    rejected: Number(rejected),
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
