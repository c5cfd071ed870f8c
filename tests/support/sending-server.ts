import type { Actor } from "#lib/accounts/actor.ts";
import { saveSender } from "#lib/senders/save-sender.ts";
import { saveSendingServer } from "#lib/senders/save-sending-server.ts";
import type { ServerInput } from "#lib/servers/server-draft.ts";

/** What a person types for a server on loopback that asks for no sign-in. */
export function serverInput(port: number, changes: Partial<ServerInput> = {}): ServerInput {
  return {
    name: "Relay",
    host: "127.0.0.1",
    port,
    security: "starttls_required",
    username: null,
    password: null,
    maxConnections: 2,
    messagesPerSecond: null,
    ...changes,
  };
}

/** Saves a server that there is nothing wrong with. @returns its id */
export async function savedServer(
  actor: Actor,
  input: ServerInput,
  id: string | null = null,
): Promise<string> {
  const saved = await saveSendingServer(actor, id, input);
  if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved));
  return saved.id;
}

/** Saves `halo@toko.test`, whose mail goes through that server. @returns the sender's id */
export async function savedSender(actor: Actor, sendingServerId: string): Promise<string> {
  const draft = { name: "Toko", email: "halo@toko.test", replyTo: null, sendingServerId };
  const saved = await saveSender(actor, null, draft);
  if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved));
  return saved.id;
}
