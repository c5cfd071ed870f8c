import { type AuthCookie, callAuth } from "./auth.ts";

/**
 * Signs a person in with e-mail and password.
 *
 * @param headers those of the request: they carry the client's address for the rate limit
 * @returns the session's cookies; `wrong` says neither whether the address or the password was; `tooMany` how long to wait
 */
export const signIn = async (
  { email, password }: { email: string; password: string },
  headers: Headers,
): Promise<
  | { outcome: "signedIn"; cookies: AuthCookie[] }
  | { outcome: "wrong" }
  | { outcome: "tooMany"; retryAfterSeconds: number }
> => {
  const { status, cookies, retryAfterSeconds, code } = await callAuth(
    "/sign-in/email",
    { email, password },
    headers,
  );
  if (status === 200) return { outcome: "signedIn", cookies };
  if (status === 429) return { outcome: "tooMany", retryAfterSeconds };
  if (status === 400 || status === 401) return { outcome: "wrong" };
  throw new Error(`Signing in was answered with ${status} ${code ?? ""}`);
};
