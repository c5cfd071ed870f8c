import { secretBox } from "#lib/platform/secret-box.ts";

/** What a person enters once and never sees again. */
export type ServerSecrets = {
  password: string | null;
  clientSecret: string | null;
  refreshToken: string | null;
  /** Of the client certificate, PEM. */
  clientKey: string | null;
};

/** The same as a row keeps them. */
export type SealedSecrets = {
  passwordSealed: string | null;
  clientSecretSealed: string | null;
  refreshTokenSealed: string | null;
  clientKeySealed: string | null;
};

/** What a server's secret is sealed for: it opens in no other row and as no other secret. */
export function secretContext(serverId: string, name: keyof ServerSecrets | "accessToken"): string {
  return name === "password" ? `sending-server:${serverId}` : `sending-server:${serverId}:${name}`;
}

/** @throws LockedSecret when it was sealed under another APP_SECRET */
export function openSecret(
  serverId: string,
  name: keyof ServerSecrets,
  sealed: string | null,
): string | null {
  return sealed === null ? null : secretBox().open(sealed, secretContext(serverId, name));
}

/** @throws LockedSecret when they were sealed under another APP_SECRET */
export function openSecrets(serverId: string, sealed: SealedSecrets): ServerSecrets {
  return {
    password: openSecret(serverId, "password", sealed.passwordSealed),
    clientSecret: openSecret(serverId, "clientSecret", sealed.clientSecretSealed),
    refreshToken: openSecret(serverId, "refreshToken", sealed.refreshTokenSealed),
    clientKey: openSecret(serverId, "clientKey", sealed.clientKeySealed),
  };
}

/**
 * What changes in a row: what was entered is sealed, what is not needed any more is forgotten, and the rest is not mentioned,
 * because a provider may have given a new refresh token since the form was opened.
 */
export function secretChanges(
  serverId: string,
  entered: ServerSecrets,
  isNeeded: Record<keyof ServerSecrets, boolean>,
): Partial<SealedSecrets> {
  const changes: Partial<SealedSecrets> = {};
  for (const name of ["password", "clientSecret", "refreshToken", "clientKey"] as const) {
    const secret = entered[name];
    if (!isNeeded[name]) changes[`${name}Sealed`] = null;
    else if (secret !== null)
      changes[`${name}Sealed`] = secretBox().seal(secret, secretContext(serverId, name));
  }
  return changes;
}
