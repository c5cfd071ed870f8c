import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Actor } from "#lib/accounts/actor.ts";
import { currentSession } from "./current-session.ts";
import { signInPath } from "./return-path.ts";

/**
 * The acting person of a page or an action. Nobody signed in: on to the sign-in page, which leads back here.
 *
 * The path comes from the header that our own server writes; Next has none for server components.
 */
export const currentActor = async (): Promise<Actor> => {
  const session = await currentSession();
  if (!session) redirect(signInPath((await headers()).get("x-request-path")));
  return session.actor;
};
