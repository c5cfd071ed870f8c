"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { visitorAction } from "#app/_session/actor-action.ts";
import { setAuthCookies } from "#app/_session/set-auth-cookies.ts";
import { signOut } from "#lib/accounts/sign-out.ts";

/** Signs out and leads to the sign-in page. */
export const endSession = visitorAction.action(async () => {
  await setAuthCookies(await signOut(await headers()));
  redirect("/sign-in");
});
