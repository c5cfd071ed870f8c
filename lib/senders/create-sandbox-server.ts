import { environment } from "#lib/platform/environment.ts";
import { insertSender } from "./senders-store.ts";
import { insertServer, selectSandbox } from "./sending-servers-store.ts";

/**
 * Gives a new workspace what it needs to send its first campaign without an account anywhere: the mail sandbox as a
 * sending server, and a sender that uses it. Doing it again changes nothing.
 *
 * @param owner whose name and address the first sender gets
 */
export async function createSandboxServer(
  workspaceId: string,
  owner: { name: string; email: string },
): Promise<void> {
  if (await selectSandbox(workspaceId)) return;
  const server = await insertServer(workspaceId, {
    name: "Mail sandbox",
    kind: "sandbox",
    host: "127.0.0.1",
    // 0 where any free port is taken: the sandbox writes the real one.
    port: environment().sandboxPort,
    security: "none",
    username: null,
    passwordSealed: null,
    maxConnections: 20,
    messagesPerSecond: null,
    paceProviders: false,
  });
  // Taken: somebody else makes the same one at this moment.
  if (server === "taken") return;
  await insertSender(workspaceId, { ...owner, replyTo: null, sendingServerId: server.id });
}
