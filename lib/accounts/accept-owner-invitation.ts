import { createOwner } from "./account-store.ts";
import type { Actor } from "./actor.ts";
import { hashPassword } from "./auth.ts";
import { checkOwnerInvitation } from "./check-owner-invitation.ts";
import { hashInvitationToken } from "./owner-invitation.ts";

type NewOwner = { name: string; email: string; password: string; workspaceName: string; locale: string };

/**
 * Turns the one-time link into the owner account with its workspace. Of two attempts at once, one wins.
 *
 * @param token as in the link
 * @returns the new owner, or why the link does not work
 */
export const acceptOwnerInvitation = async (
  token: string,
  { name, email, password, workspaceName, locale }: NewOwner,
): Promise<{ outcome: "created"; actor: Actor } | { outcome: "used" | "expired" | "unknown" }> => {
  const state = await checkOwnerInvitation(token);
  if (state !== "open") return { outcome: state };
  const created = await createOwner(hashInvitationToken(token), {
    name: name.trim(),
    // better-auth looks addresses up in lower case.
    email: email.trim().toLowerCase(),
    passwordHash: await hashPassword(password),
    workspaceName: workspaceName.trim(),
    locale,
  });
  return created ? { outcome: "created", actor: { ...created, role: "owner" } } : { outcome: "used" };
};
