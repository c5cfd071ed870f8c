import { database } from "#lib/platform/database.ts";

/** What is kept of a server's tokens, sealed. */
export type KeptTokens = {
  tokenUrl: string | null;
  clientId: string | null;
  clientSecretSealed: string | null;
  refreshTokenSealed: string | null;
  accessTokenSealed: string | null;
  accessTokenExpiresAt: Date | null;
};

export async function selectTokens(workspaceId: string, serverId: string): Promise<KeptTokens | null> {
  return database().sendingServer.findFirst({
    where: { workspaceId, id: serverId },
    select: {
      tokenUrl: true,
      clientId: true,
      clientSecretSealed: true,
      refreshTokenSealed: true,
      accessTokenSealed: true,
      accessTokenExpiresAt: true,
    },
  });
}

/**
 * Keeps an access token for all processes, and the refresh token that came with it. Not over settings that a person changed
 * meanwhile; `updated_at` stays, because by it open connections are told apart, and they are as good as before.
 */
export async function updateTokens(
  workspaceId: string,
  serverId: string,
  usedRefreshTokenSealed: string,
  kept: { accessTokenSealed: string; accessTokenExpiresAt: Date; refreshTokenSealed: string | null },
): Promise<void> {
  await database().$executeRaw`
    UPDATE sending_servers
       SET access_token_sealed = ${kept.accessTokenSealed},
           access_token_expires_at = ${kept.accessTokenExpiresAt},
           refresh_token_sealed = coalesce(${kept.refreshTokenSealed}, refresh_token_sealed)
     WHERE workspace_id = ${workspaceId}::uuid AND id = ${serverId}::uuid
       AND refresh_token_sealed = ${usedRefreshTokenSealed}`;
}
