import type { ServerSecurity } from "#lib/smtp/server-security.ts";
import { authorityProblems, clientCertificateProblems } from "./client-certificate.ts";
import type { ServerDraft, ServerDraftProblem, ServerInput, ServerSignIn } from "./server-draft.ts";
import { tokenAddress } from "./token-address.ts";

/** What is kept of a server's secrets, as far as a draft over it must know. */
export type KeptSecrets = Pick<ServerDraft, "host" | "username" | "security"> &
  Pick<ServerSignIn, "tokenUrl" | "clientId"> & {
    hasRefreshToken: boolean;
  };

const longestSecret = 10_000;
const longestField = 1_000;

/** Trims and fills in what a draft does not say. What another way of signing in needs is left out. */
export function normaliseSignIn(draft: Partial<ServerSignIn>): ServerSignIn {
  const signInMethod = draft.signInMethod ?? "automatic";
  const isToken = signInMethod === "xoauth2";
  return {
    signInMethod,
    tokenUrl: isToken ? draft.tokenUrl?.trim() || null : null,
    clientId: isToken ? draft.clientId?.trim() || null : null,
    clientCertificate: draft.clientCertificate?.trim() || null,
    certificateAuthority: draft.certificateAuthority?.trim() || null,
  };
}

/**
 * What is wrong about how a draft signs in, over what is kept. A kept secret may not go on being used once it would travel to
 * another place, for another user or less protected: otherwise whoever may edit a server could have it sent to a machine of
 * their own.
 *
 * @param keptKey the client certificate's key that is kept, PEM
 */
export function signInProblems(
  kept: KeptSecrets | null,
  draft: ServerDraft & ServerSignIn,
  secrets: Pick<ServerInput, "clientSecret" | "refreshToken" | "clientKey">,
  keptKey: string | null,
  now: Date,
): ServerDraftProblem[] {
  const { clientCertificate, certificateAuthority } = draft;
  return [
    ...(draft.signInMethod === "xoauth2" ? tokenProblems(kept, draft, secrets) : []),
    ...clientCertificateProblems(clientCertificate, secrets.clientKey ?? keptKey, now),
    ...authorityProblems(certificateAuthority, now),
  ];
}

function tokenProblems(
  kept: KeptSecrets | null,
  draft: ServerDraft & ServerSignIn,
  { clientSecret, refreshToken }: Pick<ServerInput, "clientSecret" | "refreshToken">,
): ServerDraftProblem[] {
  const problems: ServerDraftProblem[] = [];
  const wrong = (field: ServerDraftProblem["field"], problem: string) => problems.push({ field, problem });
  if (!draft.username) wrong("username", "usernameMissing");
  const { tokenUrl, clientId } = draft;
  if (!tokenUrl || tokenUrl.length > longestField || !tokenAddress(tokenUrl)) wrong("tokenUrl", "tokenUrl");
  if (!clientId || clientId.length > longestField || /\p{Cc}/u.test(clientId)) wrong("clientId", "clientId");
  const sameProvider = kept?.tokenUrl === tokenUrl && kept.clientId === clientId;
  if ((clientSecret ?? "").length > longestSecret) wrong("clientSecret", "passwordTooLong");
  if ((refreshToken ?? "").length > longestSecret) wrong("refreshToken", "passwordTooLong");
  else if (!refreshToken && !kept?.hasRefreshToken) wrong("refreshToken", "refreshTokenMissing");
  else if (!refreshToken && kept && !(sameProvider && goesTheSameWay(kept, draft)))
    wrong("refreshToken", "secretAgain");
  return problems;
}

const protection: Record<ServerSecurity, number> = {
  none: 0,
  starttls_opportunistic: 1,
  starttls_required: 2,
  tls: 2,
};

/** Whether a secret kept for one server would travel to the same host, for the same user and no less protected. */
export function goesTheSameWay(
  kept: Pick<ServerDraft, "host" | "username" | "security">,
  draft: Pick<ServerDraft, "host" | "username" | "security">,
): boolean {
  const same = kept.host === draft.host && kept.username === draft.username;
  return same && protection[draft.security] >= protection[kept.security];
}
