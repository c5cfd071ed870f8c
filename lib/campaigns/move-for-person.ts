import type { Actor } from "#lib/accounts/actor.ts";
import type { CampaignMove, CampaignState } from "#lib/drafts/campaign-state.ts";
import { findCampaign } from "#lib/drafts/campaigns-store.ts";
import { moveCampaign } from "./campaign-moves-store.ts";
import type { PauseReason } from "./pause-reason.ts";

export type MoveOutcome =
  | { kind: "moved" }
  /** It is not where this move starts: somebody was first, or it is over. */
  | { kind: "already"; state: CampaignState }
  | { kind: "not_found" };

/** Does a move for a person in their own workspace, and says where the campaign stands when it could not. */
export async function moveForPerson(
  actor: Actor,
  id: string,
  move: CampaignMove,
  { pauseReason }: { pauseReason: PauseReason | null },
): Promise<MoveOutcome> {
  if (await moveCampaign(id, move, { workspaceId: actor.workspaceId, pauseReason })) return { kind: "moved" };
  const row = await findCampaign(actor.workspaceId, id);
  return row === null ? { kind: "not_found" } : { kind: "already", state: row.state };
}
