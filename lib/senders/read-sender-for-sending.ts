import { readDkimSigner } from "#lib/domains/read-dkim-signer.ts";
import type { DkimSigner } from "#lib/domains/sign-message.ts";
import { LockedSecret } from "#lib/platform/secret-box.ts";
import { type ServerPace, takesSender } from "#lib/servers/server-pace.ts";
import { settingsVersion } from "#lib/servers/settings-version.ts";
import { transportSettings } from "#lib/servers/transport-settings.ts";
import type { TransportSettings } from "#lib/smtp/smtp-session.ts";
import { LockedSender } from "./locked-sender.ts";
import { selectSenderForSending } from "./senders-store.ts";
import { selectServersForSharing } from "./sending-servers-store.ts";

/** A sending server with everything it takes to use it. Holds secrets: not for screens, rows or logs. */
export type ServerForSending = TransportSettings &
  Omit<ServerPace, "messagesPerConnection" | "fromDomains"> & {
    id: string;
    name: string;
    kind: "smtp" | "sandbox";
    /** Null: as fast as it goes. */
    messagesPerSecond: number | null;
    /** What signs mail through it; null where the sender's domain has no active key, or the server is told not to. */
    signer: DkimSigner | null;
    /** Where it has answered mail; null: nowhere yet. */
    reachedAddress: string | null;
    /** Changes when the settings do, so that whoever keeps a transport open can tell. */
    version: string;
  };

/** All it takes to send as a sender. Holds secrets: not for screens, rows or logs. */
export type SenderForSending = {
  id: string;
  fromName: string;
  fromEmail: string;
  replyTo: string | null;
  /** The sender's own. */
  server: ServerForSending;
  /** Those among which its mail is shared, its own with them; its own alone unless it shares. */
  servers: ServerForSending[];
};

/**
 * The sender and its servers, also when they were archived meanwhile: a campaign under way goes on as it began. A sender of the
 * sandbox never shares: nothing of its mail leaves the machine.
 *
 * @param fromEmail the From of mails that were made before the sender's address was changed: they are signed for its domain, and go
 *   through servers that take it. The sender's own unless told
 * @returns null when the workspace has no such sender
 * @throws LockedSender when a secret of it was sealed under another APP_SECRET
 */
export async function readSenderForSending(
  workspaceId: string,
  senderId: string,
  fromEmail?: string,
): Promise<SenderForSending | null> {
  const sender = await selectSenderForSending(workspaceId, senderId);
  if (!sender) return null;
  const { sendingServer: own } = sender;
  const email = fromEmail ?? sender.email;
  const others =
    sender.sharesServers && own.kind === "smtp"
      ? (await selectServersForSharing(workspaceId)).filter(
          (server) => server.id !== own.id && takesSender(server, email),
        )
      : [];
  const signer = [own, ...others].some(({ dkimSigning }) => dkimSigning)
    ? await readSigner(workspaceId, email)
    : null;
  const forSending = (server: typeof own): ServerForSending => ({
    ...openSettings({ ...server, workspaceId }),
    id: server.id,
    name: server.name,
    kind: server.kind,
    messagesPerSecond: server.messagesPerSecond,
    hourlyCap: server.hourlyCap,
    dailyCap: server.dailyCap,
    hoursFrom: server.hoursFrom,
    hoursTo: server.hoursTo,
    hoursTimeZone: server.hoursTimeZone,
    weight: server.weight,
    paceProviders: server.paceProviders,
    signer: server.dkimSigning ? signer : null,
    reachedAddress: server.reachedAddress,
    version: settingsVersion(server),
  });
  const server = forSending(own);
  return {
    id: sender.id,
    fromName: sender.name,
    fromEmail: email,
    replyTo: sender.replyTo,
    server,
    servers: [server, ...others.map(forSending)],
  };
}

function openSettings(server: Parameters<typeof transportSettings>[0] & { name: string }): TransportSettings {
  try {
    return transportSettings(server);
  } catch (error) {
    if (!(error instanceof LockedSecret)) throw error;
    throw new LockedSender(
      { key: "server_secret", values: { server: server.name, serverId: server.id } },
      error,
    );
  }
}

async function readSigner(workspaceId: string, email: string): Promise<DkimSigner | null> {
  try {
    return await readDkimSigner(workspaceId, email);
  } catch (error) {
    if (!(error instanceof LockedSecret)) throw error;
    const domain = email.slice(email.lastIndexOf("@") + 1);
    throw new LockedSender({ key: "signing_secret", values: { domain } }, error);
  }
}
