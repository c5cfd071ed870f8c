import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { findTimeline, type TimelineEntry } from "./timeline-store.ts";

/**
 * What happened with one contact, the newest first: deliveries, opens, clicks, unsubscriptions.
 *
 * @param contactId decimal id; one of another workspace has no entries
 * @param before entries older than this moment, for the next page
 */
export async function readContactTimeline(
  actor: Actor,
  contactId: string,
  { before = null, limit = 50 }: { before?: Date | null; limit?: number } = {},
): Promise<TimelineEntry[]> {
  requirePermission(actor, "contacts:read");
  if (!/^[1-9]\d{0,18}$/.test(contactId)) return [];
  return await findTimeline(actor.workspaceId, contactId, before, limit);
}
