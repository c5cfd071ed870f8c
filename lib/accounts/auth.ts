import { prismaAdapter } from "better-auth/adapters/prisma";
import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { betterAuth } from "better-auth/minimal";
import { database } from "#lib/platform/database.ts";
import { environment } from "#lib/platform/environment.ts";
import { logger } from "#lib/platform/logger.ts";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from "./password.ts";

/** The header in which our own server writes the address of the client; what a client sends under this name is dropped there. */
const CLIENT_ADDRESS_HEADER = "x-client-address";

const make = () => {
  const { appUrl, appSecret } = environment();
  if (!appSecret) throw new Error("APP_SECRET is not set; the start-up makes one when it is missing");
  return betterAuth({
    appName: "Kurir",
    baseURL: appUrl,
    basePath: "/api/auth",
    secret: appSecret,
    database: prismaAdapter(database(), { provider: "postgresql" }),
    telemetry: { enabled: false },
    // It calls a refused request an error. For us that is a warning; what really fails ends in a status of 500, which is logged.
    logger: {
      log: (level, message, ...details) =>
        logger()[level === "error" ? "warn" : level]({ details: details.map(String) }, message),
    },
    emailAndPassword: {
      enabled: true,
      // Accounts come from an invitation only.
      disableSignUp: true,
      minPasswordLength: PASSWORD_MINIMUM,
      maxPasswordLength: PASSWORD_MAXIMUM,
    },
    session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
    user: { additionalFields: { locale: { type: "string", required: false, input: false } } },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 120,
      // The library's own rule for passwords (3 in 10 seconds) locks out people who mistype and hardly slows a guesser.
      customRules: {
        "/sign-in/email": { window: 300, max: 10 },
        "/change-password": { window: 300, max: 10 },
        "/get-session": false,
      },
    },
    advanced: {
      // Its default is to check nothing when NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: appUrl.startsWith("https://"),
      cookiePrefix: "kurir",
      database: { generateId: false },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
  });
};

let made: ReturnType<typeof make> | undefined;

/** better-auth on our database; made at the first call, because it needs the environment. */
export const auth = () => {
  made ??= make();
  return made;
};

export type AuthCookie = { name: string; value: string; options: ReturnType<typeof toCookieOptions> };

export type AuthAnswer = {
  status: number;
  code: string | undefined;
  retryAfterSeconds: number;
  cookies: AuthCookie[];
};

/**
 * Calls an endpoint of better-auth as a browser would, because its rate limits hold only there and not for its
 * functions. The answer's cookies are for the caller to set.
 */
export const callAuth = async (
  path: "/sign-in/email" | "/sign-out" | "/change-password",
  body: Record<string, unknown>,
  headers: Headers,
): Promise<AuthAnswer> => {
  const { appUrl } = environment();
  const forwarded = new Headers({ "content-type": "application/json", origin: appUrl });
  for (const name of ["cookie", "user-agent", CLIENT_ADDRESS_HEADER]) {
    const value = headers.get(name);
    if (value) forwarded.set(name, value);
  }
  const response = await auth().handler(
    new Request(`${appUrl}/api/auth${path}`, {
      method: "POST",
      headers: forwarded,
      body: JSON.stringify(body),
    }),
  );
  const answer: unknown = await response.json().catch(() => undefined);
  return {
    status: response.status,
    code: answer && typeof answer === "object" && "code" in answer ? String(answer.code) : undefined,
    retryAfterSeconds: Number(response.headers.get("x-retry-after") ?? 0),
    cookies: cookiesOf(response),
  };
};

/** The hash of a new password, made as better-auth makes its own (scrypt). */
export const hashPassword = async (password: string): Promise<string> => {
  const context = await auth().$context;
  return context.password.hash(password);
};

const cookiesOf = (response: Response): AuthCookie[] =>
  response.headers.getSetCookie().flatMap((line) =>
    [...parseSetCookieHeader(line)].map(([name, attributes]) => ({
      name,
      value: decodeURIComponent(attributes.value),
      options: toCookieOptions(attributes),
    })),
  );
