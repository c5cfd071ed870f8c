import { cookies } from "next/headers";
import type { AuthCookie } from "#lib/accounts/auth.ts";

/** Hands the session's cookies on to the browser; in an action or a route handler only. */
export const setAuthCookies = async (authCookies: AuthCookie[]): Promise<void> => {
  const jar = await cookies();
  for (const { name, value, options } of authCookies) jar.set({ name, value, ...definedOnly(options) });
};

/** Next tells an absent option from an undefined one. */
const definedOnly = ({
  maxAge,
  expires,
  domain,
  path,
  secure,
  httpOnly,
  sameSite,
}: AuthCookie["options"]) => ({
  ...(maxAge === undefined ? {} : { maxAge }),
  ...(expires === undefined ? {} : { expires }),
  ...(domain === undefined ? {} : { domain }),
  ...(path === undefined ? {} : { path }),
  ...(secure === undefined ? {} : { secure }),
  ...(httpOnly === undefined ? {} : { httpOnly }),
  ...(sameSite === undefined ? {} : { sameSite }),
});
