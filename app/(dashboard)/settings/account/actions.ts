"use server";

import { headers } from "next/headers";
import { z } from "zod";
import { actorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { setAuthCookies } from "#app/_session/set-auth-cookies.ts";
import { changePassword } from "#lib/accounts/change-password.ts";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from "#lib/accounts/password.ts";

const input = z.object({
  currentPassword: z.string().min(1).max(PASSWORD_MAXIMUM),
  newPassword: z.string().min(PASSWORD_MINIMUM).max(PASSWORD_MAXIMUM),
});

/** Changes the password of the person who is signed in. */
export const changeOwnPassword = actorAction.inputSchema(input).action(async ({ ctx, parsedInput }) => {
  const result = await changePassword(ctx.actor, parsedInput, await headers());
  if (result.outcome === "wrong")
    throw new Refusal("accounts.passwordChange.wrong", { field: "currentPassword" });
  if (result.outcome === "tooMany") {
    throw new Refusal("accounts.signIn.error.tooMany", {
      values: { minutes: Math.ceil(result.retryAfterSeconds / 60) },
    });
  }
  await setAuthCookies(result.cookies);
});
