import { database, pool } from "#lib/platform/database.ts";

export type ListView = {
  id: string;
  name: string;
  description: string | null;
  archived: boolean;
  createdAt: Date;
  /** People who are on the list and have not left it. */
  subscribed: number;
  unsubscribed: number;
};

/** Plan expected: one pass over the subscriptions of the workspace's lists, aggregated by list. */
export async function findLists(workspaceId: string): Promise<ListView[]> {
  const { rows } = await pool().query<ListView & { subscribed: bigint; unsubscribed: bigint }>(
    `SELECT l.id, l.name, l.description, l.archived_at IS NOT NULL AS archived, l.created_at AS "createdAt",
            coalesce(s.subscribed, 0) AS subscribed, coalesce(s.unsubscribed, 0) AS unsubscribed
     FROM lists l
     LEFT JOIN LATERAL (
       SELECT count(*) FILTER (WHERE status = 'subscribed') AS subscribed,
              count(*) FILTER (WHERE status = 'unsubscribed') AS unsubscribed
       FROM subscriptions WHERE list_id = l.id) s ON true
     WHERE l.workspace_id = $1
     ORDER BY l.archived_at IS NOT NULL, lower(l.name), l.id`,
    [workspaceId],
  );
  return rows.map((row) => ({
    ...row,
    subscribed: Number(row.subscribed),
    unsubscribed: Number(row.unsubscribed),
  }));
}

export async function findList(
  workspaceId: string,
  id: string,
): Promise<{ id: string; name: string } | null> {
  return await database().list.findFirst({ where: { id, workspaceId }, select: { id: true, name: true } });
}

/** @returns the new list's id, or null when a list has that name */
export async function insertList(workspaceId: string, list: { name: string; description: string | null }) {
  const { rows } = await pool().query<{ id: string }>(
    `INSERT INTO lists (id, workspace_id, name, description) VALUES (gen_random_uuid(), $1, $2, $3)
     ON CONFLICT (workspace_id, name) DO NOTHING RETURNING id`,
    [workspaceId, list.name, list.description],
  );
  return rows[0]?.id ?? null;
}

export async function updateList(
  workspaceId: string,
  id: string,
  list: { name: string; description: string | null },
): Promise<"saved" | "notFound" | "taken"> {
  try {
    const { count } = await database().list.updateMany({ where: { id, workspaceId }, data: list });
    return count === 1 ? "saved" : "notFound";
  } catch (error) {
    // P2002: Prisma's name for a violated unique key.
    if ((error as { code?: string }).code === "P2002") return "taken";
    throw error;
  }
}

export async function setListArchived(workspaceId: string, id: string, archived: boolean): Promise<boolean> {
  // By the database's clock, as campaigns are launched: which was first decides who gets one.
  const { rowCount } = await pool().query(
    "UPDATE lists SET archived_at = CASE WHEN $3 THEN now() END WHERE id = $2 AND workspace_id = $1",
    [workspaceId, id, archived],
  );
  return rowCount === 1;
}
