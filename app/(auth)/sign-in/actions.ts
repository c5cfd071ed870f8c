"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { visitorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { returnPath } from "#app/_session/return-path.ts";
import { setAuthCookies } from "#app/_session/set-auth-cookies.ts";
import { PASSWORD_MAXIMUM } from "#lib/accounts/password.ts";
import { signIn } from "#lib/accounts/sign-in.ts";

const input = z.object({
  email: z.string().trim().min(1).pipe(z.email()),
  password: z.string().min(1).max(PASSWORD_MAXIMUM),
  from: z.string(),
});

/** Signs in and leads to the page that was asked for. */
export const startSession = visitorAction
  .inputSchema(input)
  .action(async ({ parsedInput: { from, ...credentials } }) => {
    const result = await signIn(credentials, await headers());
    if (result.outcome === "wrong") throw new Refusal("accounts.signIn.error.wrong");
    if (result.outcome === "tooMany") {
      throw new Refusal("accounts.signIn.error.tooMany", {
        values: { minutes: Math.ceil(result.retryAfterSeconds / 60) },
      });
    }
    await setAuthCookies(result.cookies);
    redirect(returnPath(from));
  });
