import { pool } from "#lib/platform/database.ts";

export type ServerFigures = {
  serverId: string;
  /** Messages answered for within the window. */
  answered: number;
};

/**
 * What went through which server within the last seconds, of one campaign.
 *
 * Plan expected: range scan of the index on (campaign_id, at) in the present month's partition.
 */
export async function countByServer(
  workspaceId: string,
  campaignId: string,
  windowSeconds: number,
): Promise<ServerFigures[]> {
  const { rows } = await pool().query<ServerFigures>(
    `SELECT sending_server_id AS "serverId", count(*)::int AS answered FROM delivery_events
     WHERE campaign_id = $2 AND workspace_id = $1 AND at > now() - make_interval(secs => $3)
       AND kind IN ('accepted', 'deferred', 'bounced') AND sending_server_id IS NOT NULL
     GROUP BY 1`,
    [workspaceId, campaignId, windowSeconds],
  );
  return rows;
}

/** The same by server and provider; each event looks its message up by the primary key. */
export async function countByProvider(
  workspaceId: string,
  campaignId: string,
  windowSeconds: number,
): Promise<(ServerFigures & { provider: string })[]> {
  const { rows } = await pool().query<ServerFigures & { provider: string }>(
    `SELECT event.sending_server_id AS "serverId", message.provider, count(*)::int AS answered
     FROM delivery_events event JOIN messages message ON message.id = event.message_id
     WHERE event.campaign_id = $2 AND event.workspace_id = $1 AND event.at > now() - make_interval(secs => $3)
       AND event.kind IN ('accepted', 'deferred', 'bounced') AND message.provider IS NOT NULL
       AND event.sending_server_id IS NOT NULL
     GROUP BY 1, 2`,
    [workspaceId, campaignId, windowSeconds],
  );
  return rows;
}

/** Connections that workers may have open, by server. */
export async function sumConnections(serverIds: string[]): Promise<Map<string, number>> {
  const { rows } = await pool().query<{ serverId: string; connections: number }>(
    `SELECT server_id AS "serverId", sum(granted)::int AS connections FROM server_shares
     WHERE server_id = ANY($1::uuid[]) AND wants AND seen_at > now() - interval '5 seconds' GROUP BY 1`,
    [serverIds],
  );
  return new Map(rows.map(({ serverId, connections }) => [serverId, connections]));
}
