/** An access token, or why there is none. */
export type AccessToken =
  | { ok: true; token: string }
  /** `token_refused`: the provider does not grant one any more; `token_unavailable`: it did not answer as it should. */
  | { ok: false; problem: "token_refused" | "token_unavailable"; detail: string };

/** @param refused a token that the server did not take, so that another one is asked for; null for whatever is good */
export type AccessTokenSource = (refused: string | null) => Promise<AccessToken>;

/** For servers without one. */
export const noToken: AccessTokenSource = async () => ({
  ok: false,
  problem: "token_refused",
  detail: "the server has no refresh token",
});

type Answer = { status?: number };
type Dialogue = { sendCommand: (command: string) => Promise<Answer> };

export type TokenFailure = Extract<AccessToken, { ok: false }>;

/** Thrown into the mail library, which only knows errors. */
class NotSignedIn extends Error {}

/**
 * Signs in by XOAUTH2 (developers.google.com/workspace/gmail/imap/xoauth2-protocol), with another token once if the first one
 * is not taken: it may have been withdrawn before its time.
 *
 * @param onTokenFailure told why there was no token to sign in with
 * @throws NotSignedIn
 */
export async function signInWithToken(
  { sendCommand }: Dialogue,
  user: string,
  source: AccessTokenSource,
  onTokenFailure: (failure: TokenFailure) => void,
): Promise<void> {
  let refused: string | null = null;
  for (let attempt = 1; attempt <= 2; attempt++) {
    const access: AccessToken = await source(refused);
    if (!access.ok) {
      onTokenFailure(access);
      throw new NotSignedIn(access.detail);
    }
    // The same one again would only count as one more failure with the server.
    if (access.token === refused) break;
    let answer = await sendCommand(`AUTH XOAUTH2 ${initialResponse(user, access.token)}`);
    // The challenge says what is wrong, in JSON; an empty line asks for the reply itself.
    if (answer.status === 334) answer = await sendCommand("");
    if (answer.status === 235) return;
    // 454 and its like are failures of the moment: another token would change nothing.
    if (answer.status === undefined || answer.status < 500) break;
    refused = access.token;
  }
  throw new NotSignedIn("the server did not take the access token");
}

/** `user=USER^Aauth=Bearer TOKEN^A^A` in base64. */
function initialResponse(user: string, token: string): string {
  return Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString("base64");
}
