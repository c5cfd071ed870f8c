import type { SkipReason } from "#lib/ledger/verdict.ts";
import { pool } from "#lib/platform/database.ts";

/**
 * Who of these messages' recipients must not be sent to after all, asked just before sending: what was right when the
 * campaign was planned may be an unsubscription, a complaint or a bounce ago, or a purchase that put them on an excluded list. Lists that
 * were archived since count as before. The order of reasons is the audience's.
 *
 * Plan expected: nested loops over at most 500 ids by primary keys (messages, contacts, subscriptions by contact) and the
 * unique index on suppressions.
 */
export async function findUnwanted(
  campaignId: string,
  messageIds: bigint[],
): Promise<Map<bigint, SkipReason>> {
  const { rows } = await pool().query<{ id: bigint; reason: SkipReason }>({
    name: "find-unwanted",
    text: `
      SELECT id, reason FROM (
        SELECT message.id, CASE
          WHEN contact.id IS NULL THEN 'deleted'
          WHEN (SELECT EXISTS (SELECT FROM campaign_lists WHERE campaign_id = $1 AND mode = 'exclude')) AND EXISTS (
            SELECT FROM campaign_lists campaign_list
            JOIN subscriptions subscription ON subscription.list_id = campaign_list.list_id
              AND subscription.contact_id = message.contact_id
            WHERE campaign_list.campaign_id = $1 AND campaign_list.mode = 'exclude'
          ) THEN 'excluded'
          WHEN contact.status = 'unsubscribed' OR NOT EXISTS (
            SELECT FROM campaign_lists campaign_list
            JOIN subscriptions subscription ON subscription.list_id = campaign_list.list_id
              AND subscription.contact_id = message.contact_id AND subscription.status = 'subscribed'
            WHERE campaign_list.campaign_id = $1 AND campaign_list.mode = 'include'
          ) THEN 'unsubscribed'
          WHEN contact.status = 'bounced' THEN 'bounced'
          WHEN contact.status = 'complained' THEN 'complained'
          WHEN suppression.email IS NOT NULL THEN 'suppressed'
        END AS reason
        FROM messages message
        LEFT JOIN contacts contact ON contact.id = message.contact_id AND contact.workspace_id = message.workspace_id
        LEFT JOIN suppressions suppression
          ON suppression.workspace_id = message.workspace_id AND suppression.email = message.email
        WHERE message.id = ANY($2::bigint[])
      ) recipient WHERE reason IS NOT NULL`,
    values: [campaignId, messageIds],
  });
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}
