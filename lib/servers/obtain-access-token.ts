import { environment } from "#lib/platform/environment.ts";
import { secretBox } from "#lib/platform/secret-box.ts";
import type { AccessToken } from "#lib/smtp/xoauth2.ts";
import { type KeptTokens, selectTokens, updateTokens } from "./access-token-store.ts";
import { secretContext } from "./server-secrets.ts";
import { requestAccessToken } from "./token-endpoint.ts";

/** A token this near to its end is renewed first: a session may be opened with it and the server's clock may be ahead. */
const marginMilliseconds = 300_000;

/** One request for all connections that open at once. */
const underWay = new Map<string, Promise<AccessToken>>();

/**
 * A sending server's access token: the one kept for all processes while it is good, else a new one, which is kept.
 *
 * @param refused a token that the server did not take; never given back
 * @throws LockedSecret when the secrets were sealed under another APP_SECRET
 */
export async function obtainAccessToken(
  workspaceId: string,
  serverId: string,
  refused: string | null,
): Promise<AccessToken> {
  const kept = await selectTokens(workspaceId, serverId);
  if (!kept?.tokenUrl || !kept.clientId || !kept.refreshTokenSealed) {
    return { ok: false, problem: "token_refused", detail: "the server has no refresh token" };
  }
  const good = keptToken(serverId, kept);
  if (good !== null && good !== refused) return { ok: true, token: good };
  const key = `${serverId} ${kept.refreshTokenSealed}`;
  const asked = underWay.get(key) ?? renew(workspaceId, serverId, kept).finally(() => underWay.delete(key));
  underWay.set(key, asked);
  return asked;
}

function keptToken(serverId: string, { accessTokenSealed, accessTokenExpiresAt }: KeptTokens): string | null {
  if (!accessTokenSealed || !accessTokenExpiresAt) return null;
  if (accessTokenExpiresAt.getTime() - Date.now() < marginMilliseconds) return null;
  return secretBox().open(accessTokenSealed, secretContext(serverId, "accessToken"));
}

async function renew(workspaceId: string, serverId: string, kept: KeptTokens): Promise<AccessToken> {
  const used = kept.refreshTokenSealed ?? "";
  const answer = await requestAccessToken(
    {
      tokenUrl: kept.tokenUrl ?? "",
      clientId: kept.clientId ?? "",
      clientSecret:
        kept.clientSecretSealed &&
        secretBox().open(kept.clientSecretSealed, secretContext(serverId, "clientSecret")),
      refreshToken: secretBox().open(used, secretContext(serverId, "refreshToken")),
    },
    environment().relayPrivatePorts,
  );
  if (!answer.ok) return answer;
  await updateTokens(workspaceId, serverId, used, {
    accessTokenSealed: secretBox().seal(answer.token, secretContext(serverId, "accessToken")),
    accessTokenExpiresAt: answer.expiresAt,
    refreshTokenSealed:
      answer.refreshToken && secretBox().seal(answer.refreshToken, secretContext(serverId, "refreshToken")),
  });
  return { ok: true, token: answer.token };
}
