import { type Actor, requirePermission } from "#lib/accounts/actor.ts";
import { readSendingServer } from "#lib/senders/read-sending-server.ts";
import {
  type TestServerResult,
  type TestTarget,
  testSendingServer,
} from "#lib/senders/test-sending-server.ts";
import { normaliseServer } from "#lib/servers/sending-server.ts";
import { settingsVersion } from "#lib/servers/settings-version.ts";
import { borrowConnection } from "#lib/shares/borrow-connection.ts";
import { readTroubles } from "./breaker-store.ts";

/** A person waits for it. */
const busyAfterMilliseconds = 20_000;

/**
 * Tests a server over one of the connections that it may have from all processes together. What stands in a form and leads to
 * another host than the kept server's is not that server, and a new one has nobody who uses it.
 *
 * @returns `busy` when all its connections are in use, `beingTried` when that is to find out whether it is back: a server that hangs
 *   keeps the message that tries it for minutes, and with one connection nobody else comes to it. Nothing was tried
 */
export async function testServerInTurn(
  actor: Actor,
  target: TestTarget,
): Promise<TestServerResult | { outcome: "busy" | "beingTried" }> {
  requirePermission(actor, "senders:write");
  const kept = target.id === null ? null : await readSendingServer(actor, target.id);
  const isThere = kept && (!target.input || normaliseServer(target.input).host === kept.host);
  if (!isThere) return testSendingServer(actor, target);
  const lent = await borrowConnection(
    { serverId: kept.id, maximum: kept.maxConnections, withinMilliseconds: busyAfterMilliseconds },
    () => testSendingServer(actor, target),
  );
  if (lent) return lent.done;
  const troubles = await readTroubles(kept.id, settingsVersion(kept));
  return { outcome: [...troubles.values()].some(({ isProbed }) => isProbed) ? "beingTried" : "busy" };
}
