import type { Actor } from "./actor.ts";
import { type AuthCookie, callAuth } from "./auth.ts";

/**
 * Changes the password of the person who acts and ends all their other sessions.
 *
 * @param headers those of the request, with its session
 * @returns the cookies of the session that stays
 */
export const changePassword = async (
  _actor: Actor,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
  headers: Headers,
): Promise<
  | { outcome: "changed"; cookies: AuthCookie[] }
  | { outcome: "wrong" }
  | { outcome: "tooMany"; retryAfterSeconds: number }
> => {
  const body = { currentPassword, newPassword, revokeOtherSessions: true };
  const { status, cookies, retryAfterSeconds, code } = await callAuth("/change-password", body, headers);
  if (status === 200) return { outcome: "changed", cookies };
  if (status === 429) return { outcome: "tooMany", retryAfterSeconds };
  if (code === "INVALID_PASSWORD") return { outcome: "wrong" };
  throw new Error(`Changing the password was answered with ${status} ${code ?? ""}`);
};
