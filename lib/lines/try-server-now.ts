import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { readSendingServer } from "#lib/senders/read-sending-server.ts";
import { settingsVersion } from "#lib/servers/settings-version.ts";
import { makeProbeDue } from "./breaker-store.ts";

/**
 * Has a server that is waited for tried at once instead of at its next moment. It is the same try as ever: one message, one at a
 * time for all workers, so asking often tries no more often than it takes to fail.
 *
 * @returns false when nothing is wrong with it any more, as far as anybody knows, or it is not this workspace's
 */
export async function tryServerNow(actor: Actor, serverId: string): Promise<boolean> {
  requirePermission(actor, "campaigns:send");
  const server = await readSendingServer(actor, serverId);
  if (!server || !(await makeProbeDue(serverId, settingsVersion(server)))) return false;
  await enqueue("sweepDeliveries", {}, { key: `try-${serverId}` });
  return true;
}
