import { type AuthCookie, callAuth } from "./auth.ts";

/** Ends the session of the request; the cookies returned take it out of the browser. */
export const signOut = async (headers: Headers): Promise<AuthCookie[]> =>
  (await callAuth("/sign-out", {}, headers)).cookies;
