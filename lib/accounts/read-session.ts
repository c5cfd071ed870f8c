import { findMembership } from "./account-store.ts";
import type { Actor } from "./actor.ts";
import { auth } from "./auth.ts";

export type Session = {
  actor: Actor;
  person: { name: string; email: string; locale: string | null };
  workspace: { name: string; timeZone: string };
};

/** Who is behind a request, by its session cookie; null when nobody is signed in or the person has no workspace. */
export const readSession = async (headers: Headers): Promise<Session | null> => {
  const found = await auth().api.getSession({ headers });
  if (!found) return null;
  const { id: userId, name, email, locale } = found.user;
  const membership = await findMembership(userId);
  if (!membership) return null;
  const { role, workspace } = membership;
  return {
    actor: { userId, workspaceId: workspace.id, role },
    person: { name, email, locale: locale ?? null },
    workspace: { name: workspace.name, timeZone: workspace.timeZone },
  };
};
