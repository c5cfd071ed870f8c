import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type CampaignDoubts, doubtCause } from "./doubt.ts";
import { countDoubts, findDoubts } from "./doubts-store.ts";

/** In doubt are at most the connections that were open at a crash: nearly always all of them are shown. */
const mostShown = 100;

/** The messages of a campaign that nobody can say of whether they arrived. None for a campaign of another workspace. */
export async function readDoubts(actor: Actor, campaignId: string): Promise<CampaignDoubts> {
  requirePermission(actor, "campaigns:read");
  const counts = await countDoubts(actor.workspaceId, campaignId);
  if (counts.open + counts.left === 0) return { ...counts, shown: [] };
  const rows = await findDoubts(actor.workspaceId, campaignId, mostShown);
  return {
    ...counts,
    shown: rows.map((row) => ({
      ...row,
      cause: doubtCause(row.said),
      dotSentAt: row.dotSentAt?.toISOString() ?? null,
      leftAt: row.leftAt?.toISOString() ?? null,
    })),
  };
}
