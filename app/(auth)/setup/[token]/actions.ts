"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getLocale } from "next-intl/server";
import { z } from "zod";
import { visitorAction } from "#app/_session/actor-action.ts";
import { Refusal } from "#app/_session/refusal.ts";
import { setAuthCookies } from "#app/_session/set-auth-cookies.ts";
import { acceptOwnerInvitation } from "#lib/accounts/accept-owner-invitation.ts";
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from "#lib/accounts/password.ts";
import { signIn } from "#lib/accounts/sign-in.ts";
import { createSandboxServer } from "#lib/senders/create-sandbox-server.ts";

const input = z.object({
  token: z.string(),
  name: z.string().trim().min(1).max(100),
  email: z.string().trim().min(1).max(254).pipe(z.email()),
  password: z.string().min(PASSWORD_MINIMUM).max(PASSWORD_MAXIMUM),
  workspaceName: z.string().trim().min(1).max(100),
});

/** Creates the owner with a sandbox to send through, signs them in and leads to the overview. */
export const acceptInvitation = visitorAction
  .inputSchema(input)
  .action(async ({ parsedInput: { token, ...owner } }) => {
    const result = await acceptOwnerInvitation(token, { ...owner, locale: await getLocale() });
    if (result.outcome !== "created") throw new Refusal(`accounts.setup.${result.outcome}.title`);
    await createSandboxServer(result.actor.workspaceId, { name: owner.name, email: owner.email });
    const session = await signIn(owner, await headers());
    if (session.outcome !== "signedIn") redirect("/sign-in");
    await setAuthCookies(session.cookies);
    redirect("/");
  });
