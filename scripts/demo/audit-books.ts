import { pool } from "#lib/platform/database.ts";
import type { CampaignBooks } from "#lib/progress/campaign-progress.ts";

/**
 * Counts a campaign's rows and holds them against the sums that the send loop kept, and against what the receiving side got.
 * @returns what does not agree, in words; nothing when the books balance
 */
export async function auditBooks(
  campaignId: string,
  { audience, books, received }: { audience: number; books: CampaignBooks; received: number },
): Promise<string[]> {
  const { rows } = await pool().query<{ state: string; count: number }>(
    "SELECT state::text, count(*)::int AS count FROM messages WHERE campaign_id = $1 GROUP BY state",
    [campaignId],
  );
  const counted = Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  const wrong: string[] = [];
  const kept: Record<string, number> = { ...books, in_doubt: books.inDoubt };
  delete kept.inDoubt;
  for (const [state, count] of Object.entries(kept)) {
    if (count !== (counted[state] ?? 0))
      wrong.push(`${state}: ${counted[state] ?? 0} rows, ${count} in the books`);
  }
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  if (total !== audience) wrong.push(`${total} rows for an audience of ${audience}`);
  const least = counted.accepted ?? 0;
  const most = least + (counted.in_doubt ?? 0);
  if (received < least || received > most) wrong.push(`${received} mails received, ${least} accepted`);
  return wrong;
}
