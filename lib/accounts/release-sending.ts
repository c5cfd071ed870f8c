import { logger } from "#lib/platform/logger.ts";
import { type Actor, requirePermission } from "./actor.ts";
import { releaseHold } from "./installation-store.ts";

/**
 * Lets the installation send again after a hold: a person has looked and says that the database is right. It is for all of its
 * workspaces; who released it is kept.
 *
 * @returns false when it was not held (any more)
 */
export async function releaseSending(actor: Actor): Promise<boolean> {
  requirePermission(actor, "workspace:write");
  const released = await releaseHold(actor.userId);
  if (released) logger().info({ userId: actor.userId }, "sending was released");
  return released;
}
