import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readSendingServer } from "#lib/senders/read-sending-server.ts";
import {
  type TestServerResult,
  type TestTarget,
  testSendingServer,
} from "#lib/senders/test-sending-server.ts";
import { normaliseServer } from "#lib/servers/sending-server.ts";
import { borrowConnection } from "./borrow-connection.ts";

/** A person waits for it. */
const busyAfterMilliseconds = 20_000;

/**
 * Tests a server over one of the connections that it may have from all processes together. What stands in a form and leads to
 * another host than the kept server's is not that server, and a new one has nobody who uses it.
 *
 * @returns `busy` when all its connections are in use: nothing was tried
 */
export async function testServerInTurn(
  actor: Actor,
  target: TestTarget,
): Promise<TestServerResult | { outcome: "busy" }> {
  requirePermission(actor, "senders:write");
  const kept = target.id === null ? null : await readSendingServer(actor, target.id);
  const isThere = kept && (!target.input || normaliseServer(target.input).host === kept.host);
  if (!isThere) return testSendingServer(actor, target);
  const lent = await borrowConnection(
    { serverId: kept.id, maximum: kept.maxConnections, withinMilliseconds: busyAfterMilliseconds },
    () => testSendingServer(actor, target),
  );
  return lent ? lent.done : { outcome: "busy" };
}
