import { environment } from "#lib/platform/environment.ts";
import { sandboxPassword } from "#lib/sandbox/sandbox-password.ts";
import type { ServerSecurity } from "#lib/smtp/server-security.ts";
import type { TransportSettings } from "#lib/smtp/smtp-session.ts";
import type { AccessTokenSource } from "#lib/smtp/xoauth2.ts";
import { obtainAccessToken } from "./obtain-access-token.ts";
import type { ServerSignIn } from "./server-draft.ts";
import { openSecrets, type SealedSecrets, type ServerSecrets } from "./server-secrets.ts";

type Server = Pick<ServerSignIn, "signInMethod" | "clientCertificate" | "certificateAuthority"> & {
  workspaceId: string;
  kind: "smtp" | "sandbox";
  host: string;
  port: number;
  security: ServerSecurity;
  username: string | null;
  maxConnections: number;
  messagesPerConnection?: number | null;
};

/** What the transport needs to use a kept server: its secrets opened, the sandbox's derived. For this process only. */
export function transportSettings(server: Server & SealedSecrets & { id: string }): TransportSettings {
  return settingsWith(server, openSecrets(server.id, server), (refused) =>
    obtainAccessToken(server.workspaceId, server.id, refused),
  );
}

/** The same for a server whose secrets are at hand, kept or not. */
export function settingsWith(
  server: Server,
  secrets: ServerSecrets,
  accessToken: AccessTokenSource,
): TransportSettings {
  const { host, port, security, maxConnections, clientCertificate, certificateAuthority } = server;
  if (server.kind === "sandbox") {
    return {
      host,
      port,
      security,
      maxConnections,
      username: server.workspaceId,
      password: sandboxPassword(server.workspaceId),
      // It stands on loopback by design, on the port that the sandbox itself wrote into the row.
      privatePorts: [port],
      messagesPerConnection: 1_000,
    };
  }
  return {
    host,
    port,
    security,
    maxConnections,
    ...(server.messagesPerConnection ? { messagesPerConnection: server.messagesPerConnection } : {}),
    username: server.username,
    password: secrets.password,
    signInMethod: server.signInMethod,
    ...(server.signInMethod === "xoauth2" ? { accessToken } : {}),
    tls: {
      ...(certificateAuthority ? { ca: certificateAuthority } : {}),
      ...(clientCertificate && secrets.clientKey ? { cert: clientCertificate, key: secrets.clientKey } : {}),
    },
    timeouts: { dot: environment().smtpDotTimeoutSeconds * 1_000 },
    privatePorts: environment().relayPrivatePorts,
  };
}
