import { pool } from "#lib/platform/database.ts";
import { isUnsettled } from "./seen-doubts-store.ts";

/** What a hit on one message needs to know of it. */
export type TrackingTarget = {
  messageId: string;
  workspaceId: string;
  campaignId: string;
  contactId: string;
  /** Where the mail went. */
  email: string;
  /** The part of the address after the @. */
  domain: string;
  acceptedAt: Date | null;
  openedAt: Date | null;
  /** In doubt, or in doubt once and not sent again yet. */
  inDoubt: boolean;
};

/** The messages behind a group of tokens, in the same order; null for one that is gone. By primary key. */
export async function findTargets(messageIds: string[]): Promise<(TrackingTarget | null)[]> {
  const { rows } = await pool().query<TrackingTarget>(
    `SELECT id::text AS "messageId", workspace_id AS "workspaceId", campaign_id AS "campaignId", contact_id::text AS "contactId",
            email, split_part(email, '@', 2) AS domain, accepted_at AS "acceptedAt", opened_at AS "openedAt",
            ${isUnsettled} AS "inDoubt"
       FROM messages WHERE id = ANY($1::bigint[])`,
    [messageIds],
  );
  const byId = new Map(rows.map((row) => [row.messageId, row]));
  return messageIds.map((id) => byId.get(id) ?? null);
}

/** A campaign's destinations, each at its position. */
export async function findLinks(campaignId: string): Promise<string[]> {
  const { rows } = await pool().query<{ position: number; url: string }>(
    "SELECT position, url FROM links WHERE campaign_id = $1 ORDER BY position",
    [campaignId],
  );
  const links: string[] = [];
  for (const { position, url } of rows) links[position] = url;
  return links;
}

/** What a destination's merge fields may name of its campaign. */
export async function findCampaignFields(
  campaignId: string,
): Promise<{ name: string; subject: string } | null> {
  const { rows } = await pool().query<{ name: string; subject: string }>(
    "SELECT name, subject FROM campaigns WHERE id = $1",
    [campaignId],
  );
  return rows[0] ?? null;
}

/** The lists that a campaign was sent to: what its unsubscribe link means. */
export async function findCampaignLists(campaignId: string): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    "SELECT list_id AS id FROM campaign_lists WHERE campaign_id = $1 AND mode = 'include' ORDER BY 1",
    [campaignId],
  );
  return rows.map(({ id }) => id);
}

/** The name that a workspace's recipients know it by. */
export async function findWorkspaceName(workspaceId: string): Promise<string | null> {
  const { rows } = await pool().query<{ name: string }>("SELECT name FROM workspaces WHERE id = $1", [
    workspaceId,
  ]);
  return rows[0]?.name ?? null;
}
