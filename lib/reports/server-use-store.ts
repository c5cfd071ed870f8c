import { pool } from "#lib/platform/database.ts";

/** What is known of a server's work. The trouble is the server's own, whoever the recipient was. */
export type ServerUse = {
  lastAcceptedAt: Date | null;
  lastTrouble: { at: Date; category: string; said: string | null } | null;
};

/** A server that had a part in none of these has not been in use for a while, and its last test says more. */
const mostCampaigns = 10;
const mostEvents = 2_000;

/**
 * When each server of a workspace last took a mail, and what it last failed with, as far as the last events of the last campaigns
 * tell: bounded whatever the size of the campaigns, because this is read for a page.
 *
 * Plan expected: for each of the campaigns the newest events by the index on (campaign_id, at), backwards; 20,000 rows at most.
 *
 * @param categories that are a server's own trouble
 */
export async function findServerUse(
  workspaceId: string,
  categories: readonly string[],
): Promise<Map<string, ServerUse>> {
  const { rows } = await pool().query<{
    serverId: string;
    isTrouble: boolean;
    at: Date;
    category: string | null;
    said: string | null;
  }>(
    `SELECT DISTINCT ON (event.sending_server_id, event.kind <> 'accepted')
            event.sending_server_id AS "serverId", event.kind <> 'accepted' AS "isTrouble", event.at, event.category,
            concat_ws(' ', event.reply_code, event.enhanced_code, event.reply_text) AS said
       FROM (SELECT id FROM campaigns WHERE workspace_id = $1 AND launched_at IS NOT NULL
              ORDER BY state = 'sending' DESC, launched_at DESC LIMIT ${mostCampaigns}) campaign
       CROSS JOIN LATERAL (
         SELECT at, kind, category, sending_server_id, reply_code, enhanced_code, reply_text FROM delivery_events
          WHERE campaign_id = campaign.id ORDER BY at DESC LIMIT ${mostEvents}) event
      WHERE event.sending_server_id IS NOT NULL AND (event.kind = 'accepted' OR event.category = ANY($2::text[]))
      ORDER BY event.sending_server_id, event.kind <> 'accepted', event.at DESC`,
    [workspaceId, categories],
  );
  const uses = new Map<string, ServerUse>();
  for (const { serverId, isTrouble, at, category, said } of rows) {
    const use = uses.get(serverId) ?? { lastAcceptedAt: null, lastTrouble: null };
    if (isTrouble && category) use.lastTrouble = { at, category, said: said || null };
    else use.lastAcceptedAt = at;
    uses.set(serverId, use);
  }
  return uses;
}
