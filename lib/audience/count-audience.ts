import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { type AudienceSelection, type AudienceSum, explainAudience } from "./audience.ts";
import { countGroups } from "./audience-store.ts";

export type ChosenLists = Omit<AudienceSelection, "workspaceId">;

/**
 * How many people a choice of lists comes to, and why it is not everyone on them. Lists of another workspace count as
 * empty.
 */
export async function countAudience(actor: Actor, chosen: ChosenLists): Promise<AudienceSum> {
  requirePermission(actor, "campaigns:read");
  return explainAudience(await countGroups({ ...chosen, workspaceId: actor.workspaceId }));
}
