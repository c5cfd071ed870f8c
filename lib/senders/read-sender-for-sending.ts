import { readDkimSigner } from "#lib/domains/read-dkim-signer.ts";
import type { DkimSigner } from "#lib/domains/sign-message.ts";
import { selectSenderForSending } from "./senders-store.ts";
import type { TransportSettings } from "./smtp-transport.ts";
import { transportSettings } from "./transport-settings.ts";

/** All it takes to send as a sender. Holds a password and a private key: not for screens, rows or logs. */
export type SenderForSending = {
  id: string;
  fromName: string;
  fromEmail: string;
  replyTo: string | null;
  /** What signs its mail; null where its domain has no active key, or its server is told not to. */
  signer: DkimSigner | null;
  server: TransportSettings & {
    id: string;
    name: string;
    kind: "smtp" | "sandbox";
    /** Null: as fast as it goes. */
    messagesPerSecond: number | null;
    /** In any 60 minutes, in any 24 hours; null: no cap. */
    hourlyCap: number | null;
    dailyCap: number | null;
    /** Changes when the settings do, so that whoever keeps a transport open can tell. */
    version: string;
  };
};

/**
 * The sender and its server, also when they were archived meanwhile: a campaign under way goes on as it began.
 *
 * @returns null when the workspace has no such sender
 */
export async function readSenderForSending(
  workspaceId: string,
  senderId: string,
): Promise<SenderForSending | null> {
  const sender = await selectSenderForSending(workspaceId, senderId);
  if (!sender) return null;
  const { sendingServer: server } = sender;
  return {
    id: sender.id,
    fromName: sender.name,
    fromEmail: sender.email,
    replyTo: sender.replyTo,
    signer: server.dkimSigning ? await readDkimSigner(workspaceId, sender.email) : null,
    server: {
      ...transportSettings({ ...server, workspaceId }),
      id: server.id,
      name: server.name,
      kind: server.kind,
      messagesPerSecond: server.messagesPerSecond,
      hourlyCap: server.hourlyCap,
      dailyCap: server.dailyCap,
      version: `${server.id} ${server.updatedAt.toISOString()}`,
    },
  };
}
