import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import type { DkimKeyRow } from "./dkim-key.ts";
import { selectKeys } from "./dkim-keys-store.ts";

/** The workspace's keys by domain, those that sign first. */
export async function readDkimKeys(actor: Actor): Promise<DkimKeyRow[]> {
  requirePermission(actor, "senders:read");
  const keys = await selectKeys(actor.workspaceId);
  const rank = { active: 0, waiting: 1, retired: 2 };
  return keys.toSorted(
    (one, other) => one.domain.localeCompare(other.domain, "en") || rank[one.state] - rank[other.state],
  );
}
