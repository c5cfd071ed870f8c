import { environment } from "#lib/platform/environment.ts";
import { secretBox } from "#lib/platform/secret-box.ts";
import { sandboxPassword } from "./sandbox-password.ts";
import type { ServerSecurity } from "./server-security.ts";
import type { TransportSettings } from "./smtp-transport.ts";

type KeptServer = {
  id: string;
  workspaceId: string;
  kind: "smtp" | "sandbox";
  host: string;
  port: number;
  security: ServerSecurity;
  username: string | null;
  passwordSealed: string | null;
  maxConnections: number;
};

/** What the transport needs to use a kept server: its password unsealed, the sandbox's derived. For this process only. */
export function transportSettings(server: KeptServer): TransportSettings {
  const { host, port, security, maxConnections } = server;
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
    username: server.username,
    password:
      server.passwordSealed === null
        ? null
        : secretBox().open(server.passwordSealed, secretContext(server.id)),
    privatePorts: environment().relayPrivatePorts,
  };
}

/** What a server's password is sealed for: it opens in no other row. */
export function secretContext(serverId: string): string {
  return `sending-server:${serverId}`;
}
